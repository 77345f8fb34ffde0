package com.carechain.chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import com.carechain.chat.attachment.ByteRange.Nowhere;
import com.carechain.chat.attachment.ByteRange.Part;
import com.carechain.chat.attachment.ByteRange.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @Test
    void oneRangeIsAPartOfTheFile() {
        assertThat(ByteRange.of("bytes=0-0", 10)).isEqualTo(new Part(0, 1));
        assertThat(ByteRange.of("bytes=2-5", 10)).isEqualTo(new Part(2, 4));
        assertThat(ByteRange.of("bytes=2-", 10)).isEqualTo(new Part(2, 8));
        assertThat(ByteRange.of("bytes=2-99999999999999999", 10)).isEqualTo(new Part(2, 8));
        assertThat(ByteRange.of("bytes=-3", 10)).isEqualTo(new Part(7, 3));
        assertThat(ByteRange.of("bytes=-30", 10)).isEqualTo(new Part(0, 10));
    }

    @Test
    void beyondTheEndIsNowhere() {
        assertThat(ByteRange.of("bytes=10-", 10)).isEqualTo(new Nowhere());
        assertThat(ByteRange.of("bytes=10-20", 10)).isEqualTo(new Nowhere());
        assertThat(ByteRange.of("bytes=-0", 10)).isEqualTo(new Nowhere());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=0-1,3-4", "chars=0-1", "bytes=1-2x"})
    void whatIsNoRangeMeansTheWhole(String header) {
        assertThat(ByteRange.of(header, 10)).isEqualTo(new Whole());
        assertThat(ByteRange.of(null, 10)).isEqualTo(new Whole());
    }
}
