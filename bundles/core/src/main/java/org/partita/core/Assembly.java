package org.partita.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.Logger;
import org.partita.api.admin.Platform;
import org.partita.core.admin.PlatformView;
import org.partita.core.boot.BootLog;
import org.partita.core.boot.BootSequence;
import org.partita.core.boot.CodeBook;
import org.partita.core.boot.CodeBook.Code;
import org.partita.core.boot.FfmBoot;
import org.partita.core.boot.PlatformBoot;
import org.partita.core.boot.RefusedBoot;
import org.partita.core.boot.Settings;
import org.partita.core.boot.Topology;
import org.partita.core.boot.World;
import org.partita.core.devices.StreamTables;
import org.partita.core.execution.Clients;
import org.partita.core.execution.CrossingLog;
import org.partita.core.execution.Dispatcher;
import org.partita.core.execution.Events;
import org.partita.core.execution.Execution;
import org.partita.core.execution.Hub;
import org.partita.core.execution.Interrupts;
import org.partita.core.execution.Invariants;
import org.partita.core.execution.RunToken;
import org.partita.core.execution.Standstill;
import org.partita.core.execution.Time;
import org.partita.core.execution.Timers;
import org.partita.core.execution.Trampoline;
import org.partita.core.execution.VirtualTime;
import org.partita.core.execution.Watchdog;
import org.partita.core.state.Directory;
import org.partita.core.state.Estate;
import org.partita.core.state.Memory;
import org.partita.core.state.Pages;
import org.partita.core.swap.Activations;
import org.partita.core.swap.SwapControl;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.WiringFactory;

/** Puts the parts of one platform together. */
final class Assembly {
    private static final int TRACE_CAPACITY = 1 << 14;
    /** How long partitions may take to end when the platform stops. */
    private static final long END_NANOS = Duration.ofSeconds(1).toNanos();

    private final BootLog log;
    private final CodeBook code = new CodeBook();
    private final Pages pages = new Pages();
    private final Execution execution = new Execution();
    private final Hub hub;
    private final SwapControl control;
    private final PlatformBoot boot;
    private final Dispatcher dispatcher;
    private final Runnable watchdog;
    private final Settings settings;
    private final PlatformView view;
    private final Events events;
    private final AtomicReference<@Nullable ServiceRegistration<?>> registration = new AtomicReference<>();

    /**
     * @param wrong why the platform can't boot with the configuration that it has, empty if it can
     * @param reset lets the platform begin anew; does not wait
     */
    Assembly(
            Settings settings,
            String wrong,
            BundleContext framework,
            Logger logger,
            Activations activations,
            Runnable reset) {
        this.settings = settings;
        log = new BootLog(logger);
        VirtualTime virtual = new VirtualTime();
        Time time = settings.deterministic() ? virtual : Time.real();
        CrossingLog crossings = new CrossingLog(TRACE_CAPACITY, time);
        WiringFactory factory = new WiringFactory(settings.pes());
        hub = new Hub(factory.empty(new RoleTable().size()), crossings);
        hub.pes(settings.pes());
        if (settings.deterministic()) {
            hub.token(new RunToken(settings.seed(), virtual));
        }
        control = new SwapControl(hub, factory, settings.deadlines(), execution, time, pages, activations, log::note);
        Bundle system = framework.getBundle(Constants.SYSTEM_BUNDLE_ID);
        // a framework that stops may stop partitions' bundles before core's
        FaultLog faults =
                new FaultLog(log, () -> log.state() == BootLog.State.STOPPED || system.getState() == Bundle.STOPPING);
        Trampoline trampoline = new Trampoline(hub, control.holding(), faults);
        Memory memory = new Memory(hub);
        Interrupts interrupts = new Interrupts(hub);
        hub.interrupts(interrupts);
        Timers timers = new Timers(hub, execution, time);
        hub.timers(timers);
        Topology topology = new Topology(settings);
        Directory directory = new Directory(
                new Directory.Facts(
                        settings.pes(),
                        settings.hypervisor(),
                        topology.merged(),
                        settings.spmcId(),
                        settings.options()),
                memory,
                hub,
                interrupts);
        topology.managers().forEach(directory::component);
        Estate estate = new Estate(directory, memory);
        faults.heir(p -> memory.outside(() -> estate.crashed(p)));
        StreamTables streams = new StreamTables(hub);
        dispatcher = new Dispatcher(trampoline, execution, directory, settings::priority);
        hub.dispatcher(dispatcher);
        World world = new World(
                settings,
                topology,
                hub,
                control,
                trampoline,
                dispatcher,
                interrupts,
                timers,
                execution,
                directory,
                memory,
                streams,
                faults);
        boot = wrong.isEmpty() ? boot(world, reset) : new RefusedBoot(log, wrong);
        RunToken token = hub.token();
        if (token != null) {
            token.observer(new Invariants(hub, directory::partitions, directory::brokenPair).observer(faults));
        }
        watchdog = token == null
                ? new Watchdog(hub, trampoline, execution, faults, settings.watchdogNanos())::start
                : new Standstill(
                                token,
                                execution,
                                faults,
                                settings.watchdogNanos(),
                                () -> log.state() == BootLog.State.RUNNING)::start;
        events = new Events(hub, execution, time, log::warning);
        view = new PlatformView(world, boot, log, new Clients(trampoline, hub), crossings, events, pages, framework);
    }

    private PlatformBoot boot(World world, Runnable reset) {
        return world.settings()
                .ffm()
                .<PlatformBoot>map(f -> new FfmBoot(world, f, code, log, reset))
                .orElseGet(() -> new BootSequence(world, code, log));
    }

    SwapControl control() {
        return control;
    }

    BootLog log() {
        return log;
    }

    int peCount() {
        return settings.pes();
    }

    /** Begins the boot on a thread of core's own; the providers that are there already are bound. */
    void start(BundleContext framework) {
        registration.set(framework.registerService(Platform.class, view, null));
        watchdog.run();
        execution.start("partita-boot", boot::run);
    }

    /** An orderly shutdown of the platform. */
    void stop() {
        control.close();
        dispatcher.close();
        events.close().forEach(log::warning);
        RunToken token = hub.token();
        if (token != null) {
            token.open();
        }
        ServiceRegistration<?> r = registration.getAndSet(null);
        if (r != null) {
            r.unregister();
        }
        log.state(BootLog.State.STOPPED);
        boot.terminateAll();
        execution.awaitEnd(END_NANOS);
        execution.close();
        pages.close();
    }

    void codeCame(Code c) {
        if (code.add(c, () -> log.state() == BootLog.State.RUNNING)) {
            execution.start(hub.token(), "boot " + c.manifest(), true, () -> boot.codeCame(c.manifest()));
        }
    }

    void codeLeft(long serviceId) {
        Code c = code.remove(serviceId);
        if (c != null) {
            boot.codeLeft(c.manifest());
        }
    }
}
