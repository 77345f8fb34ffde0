package com.carechain.chat.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of an audit line's {@code details}; what was not said is left out. */
record Details(Map<String, Object> fields) {
    static Details none() {
        return new Details(new LinkedHashMap<>());
    }

    /** Of a change that found nothing to do. */
    static Details unchanged() {
        return none().and("unchanged", true);
    }

    Details and(String name, @Nullable Object value) {
        if (value != null) fields.put(name, value);
        return this;
    }
}
