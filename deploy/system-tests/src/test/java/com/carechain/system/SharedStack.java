package com.carechain.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One running stack for all tests of the page and of the client library; each uses people and rooms of its own. It takes
 * messages as fast as they come: how senders are slowed down is tested in chat-service.
 */
final class SharedStack implements ParameterResolver {

    /** Held by every class that uses it: one at a time. */
    static final String LOCK = "shared-stack";

    private static final Namespace HERE = Namespace.create(SharedStack.class);

    private record Running(LocalStack stack) implements AutoCloseable {
        static Running start() {
            try {
                Path state = Files.createTempDirectory("carechain-pages-");
                return new Running(LocalStack.start(state, Map.of("CARECHAIN_LIMITS_MESSAGES_PER_SECOND", "0")));
            } catch (Exception e) {
                throw new IllegalStateException("The stack for the page's tests did not start", e);
            }
        }

        @Override
        public void close() throws Exception {
            stack.close();
        }
    }

    /** Started by whoever asks first, stopped after the last test of all. */
    static LocalStack of(ExtensionContext context) {
        return context.getRoot()
                .getStore(HERE)
                .getOrComputeIfAbsent("stack", key -> Running.start(), Running.class)
                .stack();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return of(context);
    }
}
