package com.carechain.bridge.event;

import com.networknt.schema.i18n.MessageSource;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a value breaks, in words that follow the field's name. Of our own and not of the validator's bundles: those differ by
 * the machine's language, and native images lack them. Schemas give their own words with {@code x-message}.
 */
final class SchemaWords implements MessageSource {

    @Override
    public String getMessage(
            String keyword, @Nullable Supplier<@Nullable String> own, Locale locale, @Nullable Object... values) {
        String fromSchema = own == null ? null : own.get();
        if (fromSchema != null) {
            return fromSchema;
        }
        return switch (keyword) {
            case "type", "unionType" -> "is " + values[0] + ", expected is " + values[1];
            case "minLength" -> "must have at least " + values[0] + " characters";
            case "maxLength" -> "must have at most " + values[0] + " characters";
            case "minimum" -> "must be at least " + values[0];
            case "maximum" -> "must be at most " + values[0];
            default -> "does not fit its schema";
        };
    }
}
