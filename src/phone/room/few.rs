//! A map of a few entries: what is under way, the joinings of one phone. For each kind of map the
//! whole of a B-tree is compiled anew, and a phone downloads it.

/// In the order of its keys.
#[derive(Debug)]
pub(super) struct Few<K, V>(Vec<(K, V)>);

impl<K, V> Default for Few<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> Few<K, V> {
    fn place(&self, key: &K) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.cmp(key))
    }

    pub(super) fn get(&self, key: &K) -> Option<&V> {
        let at = self.place(key).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    pub(super) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let at = self.place(key).ok()?;
        self.0.get_mut(at).map(|(_, value)| value)
    }

    /// Puts it in the place of what was there under this key.
    pub(super) fn insert(&mut self, key: K, value: V) {
        match self.place(&key) {
            Ok(at) => {
                if let Some(entry) = self.0.get_mut(at) {
                    entry.1 = value;
                }
            }
            Err(at) => self.0.insert(at, (key, value)),
        }
    }

    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        let at = self.place(key).ok()?;
        Some(self.0.remove(at).1)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    pub(super) fn into_values(self) -> impl Iterator<Item = V> {
        self.0.into_iter().map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::Few;

    #[test]
    fn each_key_is_there_once_with_its_latest_value_in_order() {
        let mut few = Few::default();
        for (key, value) in [(3, "c"), (1, "a"), (2, "b"), (1, "again")] {
            few.insert(key, value);
        }
        assert_eq!(
            few.iter().collect::<Vec<_>>(),
            [(&1, &"again"), (&2, &"b"), (&3, &"c")]
        );
        if let Some(value) = few.get_mut(&2) {
            *value = "changed";
        }
        assert_eq!(few.get(&2), Some(&"changed"));
        assert_eq!((few.remove(&1), few.remove(&1)), (Some("again"), None));
        assert_eq!(few.get(&1), None);
        assert_eq!(few.into_values().collect::<Vec<_>>(), ["changed", "c"]);
    }
}
