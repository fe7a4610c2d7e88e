package org.partita.testkit.paxexam;

import java.util.Map;
import java.util.function.Consumer;
import org.ops4j.pax.exam.ProbeInvoker;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWiring;

/** The activator of the probe bundle: lets the outside half run something with the probe's class loader. */
public final class Probe implements BundleActivator {
    /** Under this signature Pax Exam looks up the probe's invoker. */
    static final String SIGNATURE = "org.partita.testkit.probe";

    /** Made by the framework. */
    public Probe() {}

    @Override
    public void start(BundleContext context) {
        ClassLoader loader = context.getBundle().adapt(BundleWiring.class).getClassLoader();
        ProbeInvoker invoker = arguments -> run(arguments[0], loader);
        context.registerService(
                ProbeInvoker.class, invoker, FrameworkUtil.asDictionary(Map.of("Probe-Signature", SIGNATURE)));
    }

    @Override
    public void stop(BundleContext context) {}

    @SuppressWarnings("unchecked")
    private static void run(Object action, ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader outside = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            ((Consumer<ClassLoader>) action).accept(loader);
        } finally {
            thread.setContextClassLoader(outside);
        }
    }
}
