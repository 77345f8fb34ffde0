package com.carechain.chat.attachment;

import com.carechain.chat.attachment.directory.DirectoryStorage;
import com.carechain.chat.attachment.s3.S3Storage;
import com.carechain.chat.attachment.scan.ClamdScanner;
import com.carechain.chat.ops.ChatConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Which storage and which scanner: as configured. The clients of S3 are made only where it is used. */
@ApplicationScoped
class Storages {
    @Produces
    @ApplicationScoped
    Storage storage(ChatConfig config, Instance<S3Client> client, Instance<S3Presigner> presigner) {
        ChatConfig.Attachments attachments = config.attachments();
        return switch (attachments.store()) {
            case DIRECTORY -> new DirectoryStorage(attachments.directory());
            case S3 -> new S3Storage(client.get(), presigner::get, attachments.bucket());
        };
    }

    @Produces
    @ApplicationScoped
    ActiveScanner scanner(ChatConfig config) {
        ChatConfig.Attachments attachments = config.attachments();
        return new ActiveScanner(
                switch (attachments.scanner()) {
                    case NONE -> Optional.empty();
                    case CLAMD -> Optional.of(ClamdScanner.at(attachments.clamdAddress(), attachments.scanTime()));
                });
    }

    /** The scanner, if any. */
    static class ActiveScanner {
        private final Optional<Scanner> scanner;

        ActiveScanner(Optional<Scanner> scanner) {
            this.scanner = scanner;
        }

        Optional<Scanner> get() {
            return scanner;
        }
    }
}
