package com.carechain.chat.socket;

import com.carechain.chat.ops.ServiceSettings;
import com.carechain.chat.wire.ClientFrame;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Text of a socket → frame: once per message that comes in. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameReadBenchmark {
    private static final String MESSAGE =
            """
            {"type":"chat_message","client_id":"53a48729-24d7-4a95-8d28-c42dc13d8c2a","content":"%s"}"""
                    .formatted("Could you come in on Thursday? ".repeat(3));
    private static final String TYPING = "{\"type\":\"typing\",\"is_typing\":true}";

    private final FrameReader reader = new FrameReader(ServiceSettings.json());

    @Benchmark
    public ClientFrame message() {
        return reader.read(MESSAGE);
    }

    @Benchmark
    public ClientFrame typing() {
        return reader.read(TYPING);
    }
}
