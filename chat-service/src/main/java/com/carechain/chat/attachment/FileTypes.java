package com.carechain.chat.attachment;

import com.carechain.chat.ops.ChatConfig;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.problem.Refusal.Code;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MimeType;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;

/** What a file is, by its bytes. Its name only chooses among the kinds that these bytes can be; what its sender says counts nothing. */
@ApplicationScoped
class FileTypes {
    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";
    /** An Office document is a ZIP with this folder in it; any other ZIP is not made one by its name. */
    private static final Map<String, String> FOLDERS = Map.of(
            OFFICE + "wordprocessingml.document", "word/",
            OFFICE + "spreadsheetml.sheet", "xl/",
            OFFICE + "presentationml.presentation", "ppt/");

    private final Set<String> allowed;
    private final MimeTypes types = MimeTypes.getDefaultMimeTypes();
    /** In lower case, with their dots: what files of the allowed types are called. */
    private final Set<String> endings;

    FileTypes(ChatConfig config) {
        this.allowed = Set.copyOf(config.attachments().types());
        this.endings = allowed.stream()
                .flatMap(type -> known(type).getExtensions().stream())
                .map(ending -> ending.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private MimeType known(String type) {
        try {
            return types.forName(type);
        } catch (MimeTypeException e) {
            throw new IllegalArgumentException("carechain.attachments.types: " + type + " is no media type", e);
        }
    }

    /**
     * The name that a file of this type is saved under. Its ending says which program opens it, so an ending that no allowed file has gets the
     * type's own behind it: plain words called {@code cv.hta}, or a PDF called {@code cv.html}, would run on the reader's machine.
     */
    String named(String name, String type) {
        int dot = name.lastIndexOf('.');
        if (dot < 0 || endings.contains(name.substring(dot).toLowerCase(Locale.ROOT))) return name;
        return FileName.cleaned(name + known(type).getExtension());
    }

    /** @throws Refusal 415 when it is none of those that may be stored */
    String of(Path file, String name) throws IOException {
        String type = detected(file, name);
        String folder = FOLDERS.get(type);
        if (!allowed.contains(type)) throw refused(type);
        if (folder != null && !isOffice(file, folder)) throw refused("application/zip");
        return type;
    }

    private static Refusal refused(String type) {
        return Refusal.of(Code.UNSUPPORTED_MEDIA_TYPE, "Files of this type are not accepted here: " + type + ".");
    }

    private String detected(Path file, String name) throws IOException {
        Metadata hints = new Metadata();
        hints.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return types.detect(in, hints).getBaseType().toString();
        }
    }

    /** Looks at the table of contents; unpacks nothing. Documents with programs in them are not what their type says. */
    private static boolean isOffice(Path file, String folder) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getEntry("[Content_Types].xml") != null
                    && zip.stream().anyMatch(e -> e.getName().startsWith(folder))
                    && zip.stream().noneMatch(e -> e.getName().endsWith("vbaProject.bin"));
        } catch (ZipException e) {
            return false;
        }
    }
}
