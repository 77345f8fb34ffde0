package com.carechain.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.carechain.chat.ops.EpollLoops;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.spi.transport.Transport;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.Reader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a native image cannot find out by itself is written down: every record on a wire is registered, every resource is packed. */
class NativeImageTest {
    private static final String BASE = "com.carechain.chat";
    /** What reaches a wire by other ways than a resource's or a client's methods. */
    private static final List<String> ROOTS = List.of(
            "wire.ClientFrame",
            "wire.ServerFrame",
            "outbox.ChatEvent",
            "problem.Problem",
            "identity.Caller",
            "presence.PresenceApi$Status");

    private static final java.nio.file.Path RESOURCES = java.nio.file.Path.of("src/main/resources");

    @Test
    void everyRecordOnAWireIsRegisteredForReflection() throws IOException {
        // Given
        List<Class<?>> all = mainClasses();
        Set<Class<?>> registered = registered(all);

        // When
        Set<Class<?>> onAWire = new LinkedHashSet<>();
        for (String root : ROOTS) visit(named(BASE + "." + root), onAWire);
        for (Class<?> type : all)
            if (type.isAnnotationPresent(Path.class))
                for (Method method : type.getDeclaredMethods()) visit(method, onAWire);

        // Then
        assertTrue(onAWire.size() >= 45, onAWire.toString());
        onAWire.removeAll(registered);
        assertEquals(Set.of(), onAWire, "not registered");
    }

    /** How JSON names its fields is a class that Jackson's extension looks up by name. */
    @Test
    void theNamingOfJsonIsRegisteredForReflection() throws IOException {
        assertEquals("SNAKE_CASE", settings().getProperty("quarkus.jackson.property-naming-strategy"));
        assertTrue(registered(mainClasses()).contains(PropertyNamingStrategies.SnakeCaseStrategy.class));
    }

    /** Netty's epoll: a library, and a class that is named in a file. */
    @Test
    void theTransportIsPackedAndRegistered() throws IOException {
        // Given
        String services = "META-INF/services/" + Transport.class.getName();
        String library = "META-INF/native/libnetty_transport_native_epoll_x86_64.so";

        // Then
        assertTrue(packed().anyMatch(glob -> glob.matches(java.nio.file.Path.of(services))));
        assertTrue(packed().anyMatch(glob -> glob.matches(java.nio.file.Path.of(library))));
        assertNotNull(EpollLoops.class.getResource("/" + library));
        assertEquals(
                EpollLoops.class.getName(),
                Files.readString(RESOURCES.resolve(services)).strip());
        assertTrue(registered(mainClasses()).contains(EpollLoops.class));
    }

    private static Stream<PathMatcher> packed() throws IOException {
        return Arrays.stream(settings()
                        .getProperty("quarkus.native.resources.includes")
                        .split(","))
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob));
    }

    private static Set<Class<?>> registered(List<Class<?>> all) {
        return all.stream()
                .filter(type -> type.isAnnotationPresent(RegisterForReflection.class))
                .flatMap(type -> Stream.concat(
                        Stream.of(type),
                        Arrays.stream(
                                type.getAnnotation(RegisterForReflection.class).targets())))
                .collect(Collectors.toSet());
    }

    private static Properties settings() throws IOException {
        Properties settings = new Properties();
        try (Reader in = Files.newBufferedReader(RESOURCES.resolve("application.properties"))) {
            settings.load(in);
        }
        return settings;
    }

    static List<Class<?>> mainClasses() throws IOException {
        java.nio.file.Path root = java.nio.file.Path.of("target/classes");
        try (Stream<java.nio.file.Path> files = Files.walk(root.resolve(BASE.replace('.', '/')))) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                    .<Class<?>>map(
                            name -> named(name.substring(0, name.length() - 6).replace('/', '.')))
                    .toList();
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name, false, NativeImageTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The answer, and the parameter that is the body: the one without an annotation that says where else it comes from. */
    private static void visit(Method method, Set<Class<?>> found) {
        if (Arrays.stream(method.getAnnotations()).noneMatch(NativeImageTest::isOfJaxRs)) return;
        visit(method.getGenericReturnType(), found);
        for (Parameter parameter : method.getParameters())
            if (Arrays.stream(parameter.getAnnotations()).noneMatch(NativeImageTest::isOfJaxRs))
                visit(parameter.getParameterizedType(), found);
    }

    private static boolean isOfJaxRs(Annotation annotation) {
        return annotation.annotationType().getPackageName().startsWith("jakarta.ws.rs");
    }

    private static void visit(Type type, Set<Class<?>> found) {
        switch (type) {
            case ParameterizedType generic -> {
                visit(generic.getRawType(), found);
                for (Type argument : generic.getActualTypeArguments()) visit(argument, found);
            }
            case WildcardType wildcard -> visit(wildcard.getUpperBounds()[0], found);
            case Class<?> array when array.isArray() -> visit(array.getComponentType(), found);
            case Class<?> own
            when own.getName().startsWith(BASE) && !own.isEnum() && found.add(own) -> {
                if (own.isRecord())
                    for (RecordComponent part : own.getRecordComponents()) visit(part.getGenericType(), found);
                if (own.isSealed()) for (Class<?> form : own.getPermittedSubclasses()) visit(form, found);
            }
            default -> {}
        }
    }

    @Test
    void everyResourceThatIsReadAtRunTimeIsPackedIntoTheImage() throws IOException {
        // Given
        List<PathMatcher> packed = packed().toList();

        // When: the framework itself packs its settings and what it serves
        try (Stream<java.nio.file.Path> files = Files.walk(RESOURCES)) {
            List<java.nio.file.Path> ours = files.filter(Files::isRegularFile)
                    .map(RESOURCES::relativize)
                    .filter(file ->
                            !file.startsWith("META-INF") && !file.toString().startsWith("application"))
                    .toList();

            // Then
            assertFalse(ours.isEmpty());
            assertEquals(
                    List.of(),
                    ours.stream()
                            .filter(file -> packed.stream().noneMatch(glob -> glob.matches(file)))
                            .toList());
        }
    }
}
