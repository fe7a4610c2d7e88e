package org.partita.testkit.paxexam;

import java.lang.reflect.Field;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.platform.commons.support.AnnotationSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.util.tracker.ServiceTracker;

/** Fills what is marked {@link Inject}, inside the container. */
public final class ServiceInjection implements TestInstancePostProcessor, ParameterResolver {
    private static final Namespace SERVICES = Namespace.create(ServiceInjection.class);

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void postProcessTestInstance(Object test, ExtensionContext context) throws Exception {
        for (Field field : AnnotationSupport.findAnnotatedFields(test.getClass(), Inject.class)) {
            Inject inject = Objects.requireNonNull(field.getAnnotation(Inject.class));
            field.setAccessible(true);
            field.set(test, find(field.getType(), inject, test.getClass(), context));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.isAnnotated(Inject.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Inject inject = parameter.findAnnotation(Inject.class).orElseThrow();
        Class<?> type = parameter.getParameter().getType();
        return find(type, inject, context.getRequiredTestClass(), context);
    }

    private static Object find(Class<?> type, Inject inject, Class<?> test, ExtensionContext context) {
        BundleContext bundle = bundleContext(test);
        if (type == BundleContext.class) {
            return bundle;
        }
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(bundle, filter(type, inject), null);
        tracker.open();
        context.getStore(SERVICES).put(tracker, (AutoCloseable) tracker::close);
        Object service = await(tracker, inject.timeout());
        if (service == null) {
            throw new IllegalStateException("No service %s %s within %d ms: is its bundle in the configuration, active,"
                            .formatted(type.getName(), inject.filter(), inject.timeout())
                    + " and its component satisfied?");
        }
        if (!type.isInstance(service)) {
            throw new IllegalStateException("The service %s is of another class space: %s is loaded by %s in the test"
                    .formatted(service, type.getName(), type.getClassLoader()));
        }
        return service;
    }

    private static @Nullable Object await(ServiceTracker<Object, Object> tracker, long timeout) {
        try {
            return tracker.waitForService(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static Filter filter(Class<?> type, Inject inject) {
        String objectClass = "(objectClass=" + type.getName() + ")";
        try {
            return FrameworkUtil.createFilter("(&" + objectClass + inject.filter() + ")");
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("@Inject(filter = \"" + inject.filter() + "\"): " + e.getMessage(), e);
        }
    }

    private static BundleContext bundleContext(Class<?> test) {
        Bundle bundle = FrameworkUtil.getBundle(test);
        if (bundle == null) {
            throw new IllegalStateException(test.getName() + " runs outside a container: is it a @PlatformTest?");
        }
        return bundle.getBundleContext();
    }
}
