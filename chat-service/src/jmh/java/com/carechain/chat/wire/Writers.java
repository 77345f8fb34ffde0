package com.carechain.chat.wire;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Opens the package to the benchmarks. */
public final class Writers {
    private Writers() {}

    public static FrameWriter of(ObjectMapper json) {
        return new FrameWriter(json);
    }
}
