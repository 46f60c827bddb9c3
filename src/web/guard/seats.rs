//! Who is connected. A newcomer is never turned away for the sake of someone who only sits there: when all seats are
//! taken, the one who has been idle for the longest goes.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::AbortHandle;

/// All connections.
#[derive(Debug)]
pub struct Seats {
    table: Mutex<Table>,
    /// At most so many of one address: a router may hide every phone of the lobby behind one.
    each: usize,
    /// At most so many in all.
    all: usize,
}

#[derive(Debug, Default)]
struct Table {
    last: u64,
    taken: usize,
    rows: HashMap<IpAddr, BTreeMap<u64, Sitter>>,
}

/// One connection.
#[derive(Debug, Default)]
struct Sitter {
    task: Option<AbortHandle>,
    /// The office works on the request: nobody is sent away now.
    busy: bool,
}

/// A connection's seat; dropped, it is free again.
#[derive(Debug)]
pub struct Seat {
    seats: Arc<Seats>,
    address: IpAddr,
    id: u64,
}

impl Seats {
    /// Empty seats: so many in all, so many of them for one address.
    pub fn new(each: usize, all: usize) -> Arc<Self> {
        let table = Mutex::default();
        Arc::new(Self { table, each, all })
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A seat for a newcomer; `None` when everyone of the address, or in all, is being served.
    pub fn take(self: &Arc<Self>, address: IpAddr) -> Option<Seat> {
        // Two addresses for one phone are one phone.
        let address = address.to_canonical();
        let mut table = self.table();
        let own = table.rows.get(&address).map_or(0, BTreeMap::len);
        if own >= self.each && !table.send_away_of(address) {
            return None;
        }
        if table.taken >= self.all && !table.send_someone_away() {
            return None;
        }
        table.last += 1;
        table.taken += 1;
        let id = table.last;
        table
            .rows
            .entry(address)
            .or_default()
            .insert(id, Sitter::default());
        let seats = self.clone();
        Some(Seat { seats, address, id })
    }

    /// Makes room when the system has no descriptor left. Answers whether somebody went.
    pub fn make_room(&self) -> bool {
        self.table().send_someone_away()
    }

    #[cfg(test)]
    fn taken(&self) -> usize {
        self.table().taken
    }
}

impl Table {
    /// Sends the longest idle one of an address away.
    fn send_away_of(&mut self, address: IpAddr) -> bool {
        let Some(row) = self.rows.get_mut(&address) else {
            return false;
        };
        let idle = row
            .iter()
            .find(|(_, sitter)| !sitter.busy && sitter.task.is_some());
        let Some(id) = idle.map(|(id, _)| *id) else {
            return false;
        };
        if let Some(task) = row.remove(&id).and_then(|sitter| sitter.task) {
            task.abort();
        }
        self.taken -= 1;
        true
    }

    /// Likewise of the address that has the most connections and someone idle.
    fn send_someone_away(&mut self) -> bool {
        let mut crowds: Vec<(usize, IpAddr)> =
            self.rows.iter().map(|(a, row)| (row.len(), *a)).collect();
        crowds.sort_unstable_by(|a, b| b.cmp(a));
        crowds
            .into_iter()
            .any(|(_, address)| self.send_away_of(address))
    }
}

impl Seat {
    fn sitter(&self, change: impl FnOnce(&mut Sitter)) {
        let mut table = self.seats.table();
        if let Some(sitter) = table
            .rows
            .get_mut(&self.address)
            .and_then(|row| row.get_mut(&self.id))
        {
            change(sitter);
        }
    }

    /// What to end when the seat is needed.
    pub fn occupied_by(seats: &Seats, (address, id): (IpAddr, u64), task: AbortHandle) {
        let mut table = seats.table();
        if let Some(sitter) = table
            .rows
            .get_mut(&address)
            .and_then(|row| row.get_mut(&id))
        {
            sitter.task = Some(task);
        }
    }

    /// Which seat it is.
    pub fn place(&self) -> (IpAddr, u64) {
        (self.address, self.id)
    }

    /// For how many of the same address the office works right now.
    pub fn busy_neighbours(&self) -> usize {
        let table = self.seats.table();
        let row = table.rows.get(&self.address);
        row.map_or(0, |row| row.values().filter(|sitter| sitter.busy).count())
    }

    /// Whether the office works for the one who sits here.
    pub fn busy(&self, busy: bool) {
        self.sitter(|sitter| sitter.busy = busy);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut table = self.seats.table();
        let Some(row) = table.rows.get_mut(&self.address) else {
            return;
        };
        let was_there = row.remove(&self.id).is_some();
        if row.is_empty() {
            table.rows.remove(&self.address);
        }
        if was_there {
            table.taken -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(n: u8) -> IpAddr {
        IpAddr::from([127, 0, 0, n])
    }

    /// A seat and the task that sits in it for ever.
    fn sit(seats: &Arc<Seats>, n: u8) -> Option<(tokio::task::JoinHandle<()>, (IpAddr, u64))> {
        let seat = seats.take(address(n))?;
        let place = seat.place();
        let task = tokio::spawn(async move {
            let _seat = seat;
            std::future::pending::<()>().await;
        });
        Seat::occupied_by(seats, place, task.abort_handle());
        Some((task, place))
    }

    fn run(test: impl Future<Output = ()>) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(test);
    }

    #[test]
    fn the_longest_idle_of_the_same_address_goes_first() {
        run(async {
            let seats = Seats::new(2, 10);
            let (first, _) = sit(&seats, 1).unwrap();
            let (second, _) = sit(&seats, 1).unwrap();
            let (other, _) = sit(&seats, 2).unwrap();
            let (third, _) = sit(&seats, 1).unwrap();
            assert!(first.await.unwrap_err().is_cancelled());
            assert!(!second.is_finished() && !other.is_finished() && !third.is_finished());
            assert_eq!(seats.taken(), 3);
        });
    }

    #[test]
    fn of_a_full_house_someone_of_the_largest_crowd_goes() {
        run(async {
            let seats = Seats::new(10, 4);
            let (lone, _) = sit(&seats, 1).unwrap();
            let (crowd, _) = sit(&seats, 2).unwrap();
            for _ in 0..2 {
                sit(&seats, 2).unwrap();
            }
            sit(&seats, 3).unwrap();
            assert!(crowd.await.unwrap_err().is_cancelled());
            assert!(!lone.is_finished());
            assert_eq!(seats.taken(), 4);
        });
    }

    #[test]
    fn who_is_being_served_stays_and_seats_are_freed() {
        run(async {
            let seats = Seats::new(10, 2);
            let a = seats.take(address(1)).unwrap();
            let b = seats.take(address(2)).unwrap();
            a.busy(true);
            b.busy(true);
            assert!(seats.take(address(3)).is_none(), "everyone is being served");
            drop(a);
            assert!(seats.take(address(3)).is_some());
            assert_eq!(seats.taken(), 1, "the newcomer's seat was dropped at once");
            drop(b);
            assert_eq!((seats.taken(), seats.table().rows.len()), (0, 0));
        });
    }
}
