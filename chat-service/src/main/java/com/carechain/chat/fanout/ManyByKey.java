package com.carechain.chat.fanout;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Several values by key, for any thread. Made for very many keys that mostly have one value: such a key takes no set of its own, which
 * would weigh ten times as much.
 */
public final class ManyByKey<K, V> {
    /** A set of one may be immutable; a larger one never is. */
    private final Map<K, Set<V>> all = new ConcurrentHashMap<>();

    public void add(K key, V value) {
        all.compute(key, (k, values) -> values == null ? Set.of(value) : with(values, value));
    }

    private static <V> Set<V> with(Set<V> values, V value) {
        Set<V> more = values;
        if (values.size() == 1) {
            more = ConcurrentHashMap.newKeySet(2);
            more.addAll(values);
        }
        more.add(value);
        return more;
    }

    public void remove(K key, V value) {
        all.computeIfPresent(key, (k, values) -> without(values, value));
    }

    /** Null: none is left. */
    private static <V> @Nullable Set<V> without(Set<V> values, V value) {
        if (values.size() == 1) return values.contains(value) ? null : values;
        values.remove(value);
        return values;
    }

    /** Of that key, as they are or will be; empty when there is none. */
    public Set<V> of(K key) {
        return all.getOrDefault(key, Set.of());
    }

    public Set<K> keys() {
        return all.keySet();
    }
}
