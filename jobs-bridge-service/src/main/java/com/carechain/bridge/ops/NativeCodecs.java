package com.carechain.bridge.ops;

import com.github.luben.zstd.util.ZstdVersion;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jboss.logging.Logger;

/**
 * Loads, in a native executable, the libraries that read records compressed with zstd and snappy. The classes that use them do it when
 * they are initialised, which there was when the executable was built. It is producers who choose how records are compressed, so a record that
 * cannot be read would stop its partition. What JNI looks up by name is in {@code META-INF/native-image}. gzip and lz4 are Java.
 */
@ApplicationScoped
class NativeCodecs {
    private static final Logger LOG = Logger.getLogger(NativeCodecs.class);

    /** Before the first record is read. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        if (ImageMode.current() != ImageMode.NATIVE_RUN) return;
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        offer("zstd", zstd(arm));
        offer("snappy", snappy(arm));
    }

    static String zstd(boolean arm) {
        return "/linux/%s/libzstd-jni-%s.so".formatted(arm ? "aarch64" : "amd64", ZstdVersion.VERSION);
    }

    static String snappy(boolean arm) {
        return "/org/xerial/snappy/native/Linux/%s/libsnappyjava.so".formatted(arm ? "aarch64" : "x86_64");
    }

    private static void offer(String codec, String library) {
        try {
            load(library);
        } catch (IOException | LinkageError e) {
            LOG.warnf("Records that are compressed with %s cannot be read: %s", codec, e);
        }
    }

    /** From a copy in the directory for temporary files, which must allow programs; once it is loaded nobody needs it there. */
    static void load(String library) throws IOException {
        Path copy = Files.createTempFile("codec-", ".so");
        try (InputStream bytes = NativeCodecs.class.getResourceAsStream(library)) {
            if (bytes == null) throw new FileNotFoundException(library);
            Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
            System.load(copy.toString());
        } finally {
            Files.deleteIfExists(copy);
        }
    }
}
