package com.carechain.chat.ops;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Time, where it comes from and how it is written; and how strictly JSON is read. */
@ApplicationScoped
class Ambient {
    /** The only clock, in whole milliseconds: what is answered at once equals what is read from the database later. */
    @Produces
    @Singleton
    InstantSource clock() {
        return () -> Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Times are UTC with exactly three digits of fraction. What is read must be one document in which every name stands once, as which
     * of two counts must not depend on the parser; and a number is no text, nor the other way round.
     */
    @Produces
    @Singleton
    ObjectMapperCustomizer json() {
        return new ObjectMapperCustomizer() {
            @Override
            public void customize(ObjectMapper mapper) {
                mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
                mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
                takeNothingFor(mapper, LogicalType.Textual, CoercionInputShape.Integer, CoercionInputShape.Float);
                takeNothingFor(mapper, LogicalType.Textual, CoercionInputShape.Boolean);
                takeNothingFor(mapper, LogicalType.Boolean, CoercionInputShape.Integer, CoercionInputShape.String);
                takeNothingFor(mapper, LogicalType.Integer, CoercionInputShape.Float, CoercionInputShape.String);
                mapper.registerModule(new SimpleModule("times").addSerializer(Instant.class, new Millis()));
            }

            @Override
            public int priority() {
                return MINIMUM_PRIORITY; // after the time module, whose serializer this one replaces
            }
        };
    }

    private static void takeNothingFor(ObjectMapper mapper, LogicalType type, CoercionInputShape... others) {
        for (CoercionInputShape other : others) mapper.coercionConfigFor(type).setCoercion(other, CoercionAction.Fail);
    }

    private static final class Millis extends StdSerializer<Instant> {
        Millis() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant at, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(UtcMillis.text(at));
        }
    }
}
