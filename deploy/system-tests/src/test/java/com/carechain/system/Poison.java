package com.carechain.system;

import java.util.ArrayList;
import java.util.List;

/** Ten kinds of records that no bridge can ever make a message of. */
enum Poison {
    NOT_JSON("{\"specversion\":"),
    JSON_ARRAY("[1,2,3]"),
    NULL_VALUE(null),
    NULL_KEY(null) {
        @Override
        String key(int n) {
            return null;
        }

        @Override
        String value(int n) {
            return event(super.key(n), "\"version\"", "\"version\"");
        }
    },
    TWO_MEGABYTES(null) {
        @Override
        String value(int n) {
            return event(key(n), "\"version\"", "\"padding\":\"" + "x".repeat(2 << 20) + "\",\"version\"");
        }
    },
    MISSING_ID(null) {
        @Override
        String value(int n) {
            return event(key(n), "\"application_id\"", "\"something_else\"");
        }
    },
    LONG_ID(null) {
        @Override
        String key(int n) {
            return "long-" + "x".repeat(60) + n;
        }

        @Override
        String value(int n) {
            return event(key(n), "", "");
        }
    },
    IMPOSSIBLE_DATE(null) {
        @Override
        String value(int n) {
            return event(key(n), "\"occurred_at\":\"2026-01-26", "\"occurred_at\":\"2026-02-30");
        }
    },
    SAME_PERSON(null) {
        @Override
        String value(int n) {
            return event(key(n), "\"id\":\"clinic-", "\"id\":\"ana-");
        }
    },
    WRONG_SPECVERSION(null) {
        @Override
        String value(int n) {
            return event(key(n), "\"specversion\":\"1.0\"", "\"specversion\":\"0.3\"");
        }
    };

    private final String value;

    Poison(String value) {
        this.value = value;
    }

    record Rotten(String key, String value) {}

    static List<Rotten> ofEachKind(int count) {
        List<Rotten> all = new ArrayList<>();
        for (Poison kind : values()) for (int n = 0; n < count; n++) all.add(new Rotten(kind.key(n), kind.value(n)));
        return all;
    }

    String key(int n) {
        return "poison-" + name().toLowerCase(java.util.Locale.ROOT) + "-" + n;
    }

    String value(int n) {
        return value;
    }

    private static String event(String application, String instead, String of) {
        return JobPlatform.event("submitted", application, 1, "").replace(instead, of);
    }
}
