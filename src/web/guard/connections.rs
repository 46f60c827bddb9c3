//! Who is connected. A newcomer is never turned away for the sake of someone who only sits there: when all connections are
//! taken, the one who has been idle for the longest goes.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::AbortHandle;

/// All connections.
#[derive(Debug)]
pub(super) struct Connections {
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
    rows: HashMap<IpAddr, BTreeMap<u64, Connection>>,
}

/// One connection.
#[derive(Debug, Default)]
struct Connection {
    task: Option<AbortHandle>,
    /// The office works on the request: nobody is sent away now.
    busy: bool,
}

/// A connection's permit; dropped, it is free again.
#[derive(Debug)]
pub(super) struct Permit {
    connections: Arc<Connections>,
    address: IpAddr,
    id: u64,
}

impl Connections {
    /// Empty connections: so many in all, so many of them for one address.
    pub(super) fn new(each: usize, all: usize) -> Arc<Self> {
        let table = Mutex::default();
        Arc::new(Self { table, each, all })
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A permit for a newcomer; `None` when everyone of the address, or in all, is being served.
    pub(super) fn take(self: &Arc<Self>, address: IpAddr) -> Option<Permit> {
        // Two addresses for one phone are one phone.
        let address = address.to_canonical();
        let mut table = self.table();
        let own = table.rows.get(&address).map_or(0, BTreeMap::len);
        if own >= self.each && !table.evict_of(address) {
            return None;
        }
        if table.taken >= self.all && !table.evict_one() {
            return None;
        }
        table.last += 1;
        table.taken += 1;
        let id = table.last;
        table
            .rows
            .entry(address)
            .or_default()
            .insert(id, Connection::default());
        let connections = self.clone();
        Some(Permit {
            connections,
            address,
            id,
        })
    }

    /// Makes room when the system has no descriptor left. Answers whether somebody went.
    pub(super) fn make_room(&self) -> bool {
        self.table().evict_one()
    }

    #[cfg(test)]
    fn taken(&self) -> usize {
        self.table().taken
    }
}

impl Table {
    /// Sends the longest idle one of an address away.
    fn evict_of(&mut self, address: IpAddr) -> bool {
        let Some(row) = self.rows.get_mut(&address) else {
            return false;
        };
        let idle = row
            .iter()
            .find(|(_, connection)| !connection.busy && connection.task.is_some());
        let Some(id) = idle.map(|(id, _)| *id) else {
            return false;
        };
        if let Some(task) = row.remove(&id).and_then(|connection| connection.task) {
            task.abort();
        }
        self.taken -= 1;
        true
    }

    /// Likewise of the address that has the most connections and someone idle.
    fn evict_one(&mut self) -> bool {
        let mut crowds: Vec<(usize, IpAddr)> =
            self.rows.iter().map(|(a, row)| (row.len(), *a)).collect();
        crowds.sort_unstable_by(|a, b| b.cmp(a));
        crowds
            .into_iter()
            .any(|(_, address)| self.evict_of(address))
    }
}

impl Permit {
    fn connection(&self, change: impl FnOnce(&mut Connection)) {
        let mut table = self.connections.table();
        if let Some(connection) = table
            .rows
            .get_mut(&self.address)
            .and_then(|row| row.get_mut(&self.id))
        {
            change(connection);
        }
    }

    /// What to end when the permit is needed.
    pub(super) fn occupied_by(
        connections: &Connections,
        (address, id): (IpAddr, u64),
        task: AbortHandle,
    ) {
        let mut table = connections.table();
        if let Some(connection) = table
            .rows
            .get_mut(&address)
            .and_then(|row| row.get_mut(&id))
        {
            connection.task = Some(task);
        }
    }

    /// Which permit it is.
    pub(super) fn place(&self) -> (IpAddr, u64) {
        (self.address, self.id)
    }

    /// For how many of the same address the office works right now.
    pub(super) fn busy_neighbours(&self) -> usize {
        let table = self.connections.table();
        let row = table.rows.get(&self.address);
        row.map_or(0, |row| {
            row.values().filter(|connection| connection.busy).count()
        })
    }

    /// Whether the office works for the one who sits here.
    pub(super) fn busy(&self, busy: bool) {
        self.connection(|connection| connection.busy = busy);
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut table = self.connections.table();
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

    /// A permit and the task that sits in it for ever.
    fn sit(
        connections: &Arc<Connections>,
        n: u8,
    ) -> Option<(tokio::task::JoinHandle<()>, (IpAddr, u64))> {
        let permit = connections.take(address(n))?;
        let place = permit.place();
        let task = tokio::spawn(async move {
            let _held = permit;
            std::future::pending::<()>().await;
        });
        Permit::occupied_by(connections, place, task.abort_handle());
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
            let connections = Connections::new(2, 10);
            let (first, _) = sit(&connections, 1).unwrap();
            let (second, _) = sit(&connections, 1).unwrap();
            let (other, _) = sit(&connections, 2).unwrap();
            let (third, _) = sit(&connections, 1).unwrap();
            assert!(first.await.unwrap_err().is_cancelled());
            assert!(!second.is_finished() && !other.is_finished() && !third.is_finished());
            assert_eq!(connections.taken(), 3);
        });
    }

    #[test]
    fn of_a_full_house_someone_of_the_largest_crowd_goes() {
        run(async {
            let connections = Connections::new(10, 4);
            let (lone, _) = sit(&connections, 1).unwrap();
            let (crowd, _) = sit(&connections, 2).unwrap();
            for _ in 0..2 {
                sit(&connections, 2).unwrap();
            }
            sit(&connections, 3).unwrap();
            assert!(crowd.await.unwrap_err().is_cancelled());
            assert!(!lone.is_finished());
            assert_eq!(connections.taken(), 4);
        });
    }

    #[test]
    fn who_is_being_served_stays_and_permits_are_freed() {
        run(async {
            let connections = Connections::new(10, 2);
            let a = connections.take(address(1)).unwrap();
            let b = connections.take(address(2)).unwrap();
            a.busy(true);
            b.busy(true);
            assert!(
                connections.take(address(3)).is_none(),
                "everyone is being served"
            );
            drop(a);
            assert!(connections.take(address(3)).is_some());
            assert_eq!(
                connections.taken(),
                1,
                "the newcomer's permit was dropped at once"
            );
            drop(b);
            assert_eq!(
                (connections.taken(), connections.table().rows.len()),
                (0, 0)
            );
        });
    }
}
