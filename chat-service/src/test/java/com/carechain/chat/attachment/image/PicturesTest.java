package com.carechain.chat.attachment.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.testing.LocalParts;
import com.carechain.chat.testing.Samples;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures lose what tells of place and person, and nothing that is seen. */
@QuarkusTest
@QuarkusTestResource(LocalParts.class)
class PicturesTest {
    @TempDir
    Path directory;

    @Inject
    Pictures pictures;

    @Inject
    Thumbnails thumbnails;

    @Inject
    ChatConfig config;

    private record Cleaned(Facts facts, byte[] bytes, Path file) {}

    private Cleaned cleaned(byte[] picture, String contentType) throws IOException {
        Path file = Files.write(directory.resolve("in"), picture);
        Path out = directory.resolve("out");
        return new Cleaned(pictures.cleaned(file, contentType, out), Files.readAllBytes(out), out);
    }

    static Stream<Arguments> annotated() {
        return Stream.of(
                Arguments.of("image/jpeg", Samples.photo(60, 40, 1), 60, 40),
                Arguments.of("image/png", Samples.annotatedPng(60, 40), 60, 40),
                Arguments.of("image/webp", Samples.webp(), 1, 1));
    }

    @ParameterizedTest
    @MethodSource("annotated")
    void aPictureLosesItsPlaceAndKeepsItsPixels(String type, byte[] picture, int width, int height) throws IOException {
        // Given
        assertThat(text(picture)).contains(Samples.PLACE);

        // When
        Cleaned cleaned = cleaned(picture, type);

        // Then
        assertThat(text(cleaned.bytes)).doesNotContain(Samples.PLACE, "Exif", "XMP", "xmp");
        assertThat(cleaned.facts).isEqualTo(new Facts(width, height, 1));
        BufferedImage before = ImageIO.read(new ByteArrayInputStream(picture));
        if (before == null) return; // Java has no eyes for WebP
        BufferedImage after = ImageIO.read(new ByteArrayInputStream(cleaned.bytes));
        for (int x = 0; x < width; x++)
            for (int y = 0; y < height; y++) assertThat(after.getRGB(x, y)).isEqualTo(before.getRGB(x, y));
    }

    @Test
    void aCleanedWebpIsAWebpOfTheRightLength() throws IOException {
        byte[] webp = cleaned(Samples.webp(), "image/webp").bytes;
        assertThat(webp.length).isEqualTo(8 + (webp[4] & 0xFF));
        assertThat(webp[20]).as("no EXIF, no XMP").isZero();
    }

    @Test
    void aGifKeepsItsFramesAndLosesItsWords() throws IOException {
        // Given
        byte[] gif = Samples.encoded(Samples.picture(50, 30, BufferedImage.TYPE_BYTE_INDEXED), "gif");
        byte[] words = Samples.PLACE.getBytes(StandardCharsets.US_ASCII);
        byte[] comment = new byte[words.length + 4];
        comment[0] = 0x21;
        comment[1] = (byte) 0xFE;
        comment[2] = (byte) words.length;
        System.arraycopy(words, 0, comment, 3, words.length);
        byte[] annotated =
                com.carechain.chat.testing.Upload.join(Arrays.copyOf(gif, gif.length - 1), comment, new byte[] {0x3B});

        // When
        Cleaned cleaned = cleaned(annotated, "image/gif");

        // Then
        assertThat(cleaned.bytes).isEqualTo(gif);
        assertThat(cleaned.facts).isEqualTo(new Facts(50, 30, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aThumbnailIsUprightAndThePictureStillSaysHowItIsTurned(int orientation) throws IOException {
        // Given: red on the left, blue on the right, as stored
        Cleaned cleaned = cleaned(Samples.photo(800, 400, orientation), "image/jpeg");
        Path small = Files.createFile(directory.resolve("small"));

        // When
        assertThat(thumbnails.make(cleaned.file, "image/jpeg", cleaned.facts, small))
                .isTrue();

        // Then
        assertThat(cleaned.facts.orientation()).isEqualTo(orientation);
        assertThat(cleaned(cleaned.bytes, "image/jpeg").facts).isEqualTo(cleaned.facts);
        BufferedImage thumbnail = ImageIO.read(small.toFile());
        int side = config.attachments().thumbnailPixels();
        boolean isTurned = orientation >= 5;
        assertThat(thumbnail.getWidth()).isEqualTo(isTurned ? side / 2 : side);
        assertThat(thumbnail.getHeight()).isEqualTo(isTurned ? side : side / 2);
        boolean isRedFirst = orientation == 1 || orientation == 4 || orientation == 5 || orientation == 6;
        Color first = new Color(thumbnail.getRGB(10, 10));
        assertThat(first.getRed() > first.getBlue()).isEqualTo(isRedFirst);
    }

    @Test
    void transparencyIsWhiteInAThumbnail() throws IOException {
        Cleaned cleaned =
                cleaned(Samples.encoded(new BufferedImage(50, 50, BufferedImage.TYPE_INT_ARGB), "png"), "image/png");
        Path small = Files.createFile(directory.resolve("small"));
        assertThat(thumbnails.make(cleaned.file, "image/png", cleaned.facts, small))
                .isTrue();
        assertThat(new Color(ImageIO.read(small.toFile()).getRGB(25, 25))).isEqualTo(Color.WHITE);
    }

    @Test
    void tooManyPixelsAreRefusedUndecoded() {
        assertThatThrownBy(() -> cleaned(Samples.hugePng(20_000, 20_000), "image/png"))
                .isInstanceOf(Pictures.TooManyPixels.class)
                .hasMessage("20000 × 20000");
        assertThatThrownBy(() -> cleaned(Samples.hugePng(Integer.MAX_VALUE, Integer.MAX_VALUE), "image/png"))
                .isInstanceOf(Pictures.TooManyPixels.class);
    }

    @ParameterizedTest
    @MethodSource("annotated")
    void aDamagedPictureIsRefusedOrCleanedButNeverMore(String type, byte[] picture) {
        Random random = new Random(6);
        for (int i = 0; i < 600; i++) {
            // Given: a few bytes wrong, or the end missing
            byte[] damaged = Arrays.copyOf(picture, i % 2 == 0 ? picture.length : random.nextInt(picture.length));
            for (int j = 0; j < 1 + i % 4 && damaged.length > 0; j++)
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();

            // When / Then
            try {
                Cleaned cleaned = cleaned(damaged, type);
                thumbnails.make(cleaned.file, type, cleaned.facts, directory.resolve("small-" + i));
            } catch (DamagedImage | Pictures.TooManyPixels expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            } catch (IOException e) {
                throw new AssertionError("picture " + i, e);
            }
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
