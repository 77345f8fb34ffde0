package com.carechain.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Cache;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ClientProxy;
import io.quarkus.caffeine.runtime.graal.CacheConstructorsFeature;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Caffeine puts the name of a cache's class together from its settings and looks it up: an image without it answers 500. */
@QuarkusTest
class CachesInNativeImageTest {

    @Test
    void everyCacheIsOfAClassThatIsRegistered() throws Exception {
        // Given
        Set<String> registered = Stream.concat(
                        Arrays.stream(CacheConstructorsFeature.typesNeedingConstructorsRegistered()),
                        NativeImageTest.mainClasses().stream()
                                .filter(type -> type.isAnnotationPresent(RegisterForReflection.class))
                                .flatMap(type -> Arrays.stream(type.getAnnotation(RegisterForReflection.class)
                                        .classNames())))
                .collect(Collectors.toSet());

        // When
        Set<String> used = classesOfCaches();

        // Then
        assertTrue(used.size() >= 3, used.toString());
        used.removeAll(registered);
        assertEquals(Set.of(), used, "not registered");
    }

    private static Set<String> classesOfCaches() throws IOException, ReflectiveOperationException {
        Set<String> found = new TreeSet<>();
        for (Class<?> type : NativeImageTest.mainClasses())
            for (Field field : type.getDeclaredFields())
                if (Cache.class.isAssignableFrom(field.getType())) {
                    Object bean =
                            ClientProxy.unwrap(Arc.container().select(type).get());
                    found.add(part("cache", part(field.getName(), bean))
                            .getClass()
                            .getName());
                }
        return found;
    }

    private static Object part(String name, Object of) throws ReflectiveOperationException {
        for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass())
            for (Field field : type.getDeclaredFields())
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.get(of);
                }
        throw new NoSuchFieldException(name + " of " + of.getClass());
    }
}
