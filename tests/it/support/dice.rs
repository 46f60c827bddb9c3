//! Random choices that can be made again: a test that fails prints the seed.

/// Small and even enough for choosing (SplitMix64, Steele, Lea, Flood 2014). Its seed is printed when the test fails;
/// `MOTCUA_TEST_SEED` takes the place of the seed that the test names.
pub(crate) struct Dice {
    state: u64,
    seed: u64,
}

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        let given = std::env::var("MOTCUA_TEST_SEED").ok();
        let seed = given.map_or(seed, |text| {
            text.parse().expect("MOTCUA_TEST_SEED is a number")
        });
        Self { state: seed, seed }
    }

    /// Other dice of the same throw, e.g. for another thread.
    pub(crate) fn fork(&mut self) -> Self {
        Self {
            state: self.next(),
            seed: self.seed,
        }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `end - 1`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// True in so many of a hundred throws.
    pub(crate) fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    pub(crate) fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len() as u64) as usize]
    }

    pub(crate) fn fill(&mut self, bytes: &mut [u8]) {
        bytes.fill_with(|| self.next() as u8);
    }
}

impl Drop for Dice {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the seed was MOTCUA_TEST_SEED={}", self.seed);
        }
    }
}
