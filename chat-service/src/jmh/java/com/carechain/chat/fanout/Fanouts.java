package com.carechain.chat.fanout;

import java.util.List;

/** Opens the package to the benchmarks. */
public final class Fanouts {
    private Fanouts() {}

    public static Fanout toNobody() {
        return new Fanout(null, null) {
            @Override
            public void publish(List<RoomEvent> events) {}
        };
    }
}
