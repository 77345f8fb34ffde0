package com.carechain.chat.problem;

import com.fasterxml.jackson.databind.JsonMappingException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Locale;

/** Where in a request something is wrong, in the words of the wire: {@code employer.id}, {@code rooms[0].after_rev}. */
public final class FieldPath {
    private FieldPath() {}

    /** Methods are Java's; a parameter counts only when it is itself what is wrong. */
    static String of(Path path) {
        StringBuilder field = new StringBuilder();
        String parameter = "";
        for (Path.Node node : path) {
            if (node.getKind() == ElementKind.PARAMETER) parameter = wire(node.getName());
            if (node.getIndex() != null) index(field, node.getIndex());
            if (node.getKind() == ElementKind.PROPERTY) name(field, wire(node.getName()));
        }
        return field.isEmpty() ? parameter : field.toString();
    }

    /** Empty: the whole document. */
    public static String of(JsonMappingException wrong) {
        StringBuilder field = new StringBuilder();
        for (JsonMappingException.Reference step : wrong.getPath()) {
            if (step.getFieldName() != null) name(field, step.getFieldName());
            else index(field, step.getIndex());
        }
        return field.toString();
    }

    private static void name(StringBuilder field, String name) {
        if (!field.isEmpty()) field.append('.');
        field.append(name);
    }

    private static void index(StringBuilder field, int index) {
        field.append('[').append(index).append(']');
    }

    private static String wire(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
