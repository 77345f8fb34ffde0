package com.carechain.bridge.ops;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names are those of other people's jars, and change with their versions. */
class NativeCodecsTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLibrariesAreWhereTheyAreLookedFor(boolean arm) {
        assertNotNull(getClass().getResource(NativeCodecs.zstd(arm)), NativeCodecs.zstd(arm));
        assertNotNull(getClass().getResource(NativeCodecs.snappy(arm)), NativeCodecs.snappy(arm));
    }

    @Test
    void theyCanBeLoadedFromTheirCopies() {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        assertDoesNotThrow(() -> NativeCodecs.load(NativeCodecs.zstd(arm)));
        assertDoesNotThrow(() -> NativeCodecs.load(NativeCodecs.snappy(arm)));
        assertThrows(FileNotFoundException.class, () -> NativeCodecs.load("/linux/libnothing.so"));
    }
}
