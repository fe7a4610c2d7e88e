package org.partita.core;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import org.partita.api.admin.PartitaException;
import org.partita.api.ffm.BackendProvider;
import org.partita.api.ffm.FfmManager;
import org.partita.api.ffm.NsAgent;
import org.partita.api.ffm.PsaProvider;
import org.partita.api.ffm.manifest.FfmManifestReader;
import org.partita.api.ffm.partition.IpcPartition;
import org.partita.api.ffm.partition.PsaPartition;
import org.partita.api.ffm.partition.SfnPartition;
import org.partita.api.gic.Gic;
import org.partita.api.memory.PhysicalMemory;
import org.partita.api.mpu.Mpu;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.Partitions;
import org.partita.api.partition.ThreadedPartition;
import org.partita.api.provider.ConduitProvider;
import org.partita.api.provider.InstanceProvider;
import org.partita.api.provider.InterfaceProvider;
import org.partita.api.provider.Manager;
import org.partita.api.provider.ManifestReader;
import org.partita.api.provider.PrimaryScheduler;
import org.partita.api.provider.Provider;
import org.partita.api.provider.Roles;
import org.partita.api.smmu.Smmu;
import org.partita.api.timer.GenericTimer;
import org.partita.core.boot.CodeBook.Code;
import org.partita.core.boot.CoreConfiguration;
import org.partita.core.boot.Settings;
import org.partita.core.wiring.Bound;
import org.partita.core.wiring.Declared;
import org.partita.core.wiring.RoleKind;

/**
 * The component that joins the platform to the framework: one dynamic reference for each contract. Which roles are
 * mandatory is the platform's knowledge, never Declarative Services'.
 */
@Component(
        service = {},
        configurationPid = "org.partita.core",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CoreConfiguration.class)
public final class Core implements SynchronousBundleListener {
    private final BundleContext framework;
    private final Assembly assembly;

    @Activate
    public Core(
            BundleContext framework,
            CoreConfiguration configuration,
            Map<String, Object> properties,
            @Reference(service = LoggerFactory.class) Logger logger,
            @Reference ServiceComponentRuntime components) {
        this.framework = framework;
        String folder = configuration.manifests();
        String fallback = framework.getProperty("org.partita.manifests");
        Settings settings;
        String wrong = "";
        try {
            settings = Settings.of(configuration, folder.isEmpty() ? Objects.requireNonNullElse(fallback, "") : folder);
        } catch (PartitaException e) {
            settings = Settings.instead(configuration);
            wrong = String.valueOf(e.getMessage());
        }
        assembly = new Assembly(
                settings,
                wrong,
                framework,
                logger,
                new ComponentFailures(components),
                () -> again(components, framework));
        Settings.unknown(properties.keySet())
                .forEach(key -> assembly.log()
                        .warning("configuration of org.partita.core: there is no key " + key
                                + ", see docs/assemble.md"));
        framework.addBundleListener(this);
    }

    /** The platform ends, and another one begins; on threads of Declarative Services. */
    private static void again(ServiceComponentRuntime components, BundleContext framework) {
        ComponentDescriptionDTO core =
                components.getComponentDescriptionDTO(framework.getBundle(), Core.class.getName());
        components.disableComponent(core).onResolve(() -> components.enableComponent(core));
    }

    @Activate
    void start() {
        assembly.start(framework);
    }

    @Deactivate
    void stop() {
        framework.removeBundleListener(this);
        assembly.stop();
    }

    /** Only this event tells an uninstall from a stop. */
    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.UNINSTALLED) {
            assembly.control().uninstalled(event.getBundle().getBundleId());
        }
    }

    // ---- providers

    private void bind(RoleKind kind, Provider provider, ServiceReference<?> ref) {
        String word = ref.getProperty(Roles.PROPERTY) instanceof String s ? s : null;
        int role = assembly.control().role(kind, word);
        Bundle b = ref.getBundle();
        if (role < 0 || b == null || word == null) {
            assembly.log()
                    .problem("service of " + b + " is no provider of a known role: " + Roles.PROPERTY + "=" + word);
            return;
        }
        assembly.control()
                .bind(new Bound(
                        id(ref),
                        role,
                        b.getBundleId(),
                        String.valueOf(b.getSymbolicName()),
                        b.getVersion().toString(),
                        provider,
                        Declared.by(b, word),
                        ranking(ref)));
    }

    private void updated(ServiceReference<?> ref) {
        assembly.control().updated(id(ref), ranking(ref));
    }

    private void unbind(ServiceReference<?> ref) {
        assembly.control().unbind(id(ref));
    }

    private static long id(ServiceReference<?> ref) {
        return ref.getProperty(Constants.SERVICE_ID) instanceof Long l ? l : -1;
    }

    private static int ranking(ServiceReference<?> ref) {
        return ref.getProperty(Constants.SERVICE_RANKING) instanceof Integer i ? i : 0;
    }

    @Reference(
            service = ConduitProvider.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindConduitProvider(ConduitProvider provider, ServiceReference<ConduitProvider> ref) {
        bind(RoleKind.CONDUIT, provider, ref);
    }

    void updatedConduitProvider(ServiceReference<ConduitProvider> ref) {
        updated(ref);
    }

    void unbindConduitProvider(ServiceReference<ConduitProvider> ref) {
        unbind(ref);
    }

    @Reference(
            service = InstanceProvider.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindInstanceProvider(InstanceProvider provider, ServiceReference<InstanceProvider> ref) {
        bind(RoleKind.INSTANCE, provider, ref);
    }

    void updatedInstanceProvider(ServiceReference<InstanceProvider> ref) {
        updated(ref);
    }

    void unbindInstanceProvider(ServiceReference<InstanceProvider> ref) {
        unbind(ref);
    }

    @Reference(
            service = Manager.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindManager(Manager provider, ServiceReference<Manager> ref) {
        bind(RoleKind.MANAGER, provider, ref);
    }

    void updatedManager(ServiceReference<Manager> ref) {
        updated(ref);
    }

    void unbindManager(ServiceReference<Manager> ref) {
        unbind(ref);
    }

    @Reference(
            service = InterfaceProvider.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindInterfaceProvider(InterfaceProvider provider, ServiceReference<InterfaceProvider> ref) {
        bind(RoleKind.INTERFACE, provider, ref);
    }

    void updatedInterfaceProvider(ServiceReference<InterfaceProvider> ref) {
        updated(ref);
    }

    void unbindInterfaceProvider(ServiceReference<InterfaceProvider> ref) {
        unbind(ref);
    }

    @Reference(
            service = PhysicalMemory.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPhysicalMemory(PhysicalMemory provider, ServiceReference<PhysicalMemory> ref) {
        bind(RoleKind.MEMORY, provider, ref);
    }

    void updatedPhysicalMemory(ServiceReference<PhysicalMemory> ref) {
        updated(ref);
    }

    void unbindPhysicalMemory(ServiceReference<PhysicalMemory> ref) {
        unbind(ref);
    }

    @Reference(
            service = Smmu.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSmmu(Smmu provider, ServiceReference<Smmu> ref) {
        bind(RoleKind.SMMU, provider, ref);
    }

    void updatedSmmu(ServiceReference<Smmu> ref) {
        updated(ref);
    }

    void unbindSmmu(ServiceReference<Smmu> ref) {
        unbind(ref);
    }

    @Reference(
            service = Gic.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindGic(Gic provider, ServiceReference<Gic> ref) {
        bind(RoleKind.GIC, provider, ref);
    }

    void updatedGic(ServiceReference<Gic> ref) {
        updated(ref);
    }

    void unbindGic(ServiceReference<Gic> ref) {
        unbind(ref);
    }

    @Reference(
            service = GenericTimer.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindGenericTimer(GenericTimer provider, ServiceReference<GenericTimer> ref) {
        bind(RoleKind.TIMER, provider, ref);
    }

    void updatedGenericTimer(ServiceReference<GenericTimer> ref) {
        updated(ref);
    }

    void unbindGenericTimer(ServiceReference<GenericTimer> ref) {
        unbind(ref);
    }

    @Reference(
            service = Mpu.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMpu(Mpu provider, ServiceReference<Mpu> ref) {
        bind(RoleKind.MPU, provider, ref);
    }

    void updatedMpu(ServiceReference<Mpu> ref) {
        updated(ref);
    }

    void unbindMpu(ServiceReference<Mpu> ref) {
        unbind(ref);
    }

    @Reference(
            service = PrimaryScheduler.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPrimaryScheduler(PrimaryScheduler provider, ServiceReference<PrimaryScheduler> ref) {
        bind(RoleKind.SCHEDULER, provider, ref);
    }

    void updatedPrimaryScheduler(ServiceReference<PrimaryScheduler> ref) {
        updated(ref);
    }

    void unbindPrimaryScheduler(ServiceReference<PrimaryScheduler> ref) {
        unbind(ref);
    }

    @Reference(
            service = ManifestReader.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindManifestReader(ManifestReader provider, ServiceReference<ManifestReader> ref) {
        bind(RoleKind.MANIFEST, provider, ref);
    }

    void updatedManifestReader(ServiceReference<ManifestReader> ref) {
        updated(ref);
    }

    void unbindManifestReader(ServiceReference<ManifestReader> ref) {
        unbind(ref);
    }

    @Reference(
            service = FfmManager.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFfmManager(FfmManager provider, ServiceReference<FfmManager> ref) {
        bind(RoleKind.FFM_MANAGER, provider, ref);
    }

    void updatedFfmManager(ServiceReference<FfmManager> ref) {
        updated(ref);
    }

    void unbindFfmManager(ServiceReference<FfmManager> ref) {
        unbind(ref);
    }

    @Reference(
            service = NsAgent.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindNsAgent(NsAgent provider, ServiceReference<NsAgent> ref) {
        bind(RoleKind.NS_AGENT, provider, ref);
    }

    void updatedNsAgent(ServiceReference<NsAgent> ref) {
        updated(ref);
    }

    void unbindNsAgent(ServiceReference<NsAgent> ref) {
        unbind(ref);
    }

    @Reference(
            service = PsaProvider.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPsaProvider(PsaProvider provider, ServiceReference<PsaProvider> ref) {
        bind(RoleKind.PSA, provider, ref);
    }

    void updatedPsaProvider(ServiceReference<PsaProvider> ref) {
        updated(ref);
    }

    void unbindPsaProvider(ServiceReference<PsaProvider> ref) {
        unbind(ref);
    }

    @Reference(
            service = BackendProvider.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBackendProvider(BackendProvider provider, ServiceReference<BackendProvider> ref) {
        bind(RoleKind.BACKEND, provider, ref);
    }

    void updatedBackendProvider(ServiceReference<BackendProvider> ref) {
        updated(ref);
    }

    void unbindBackendProvider(ServiceReference<BackendProvider> ref) {
        unbind(ref);
    }

    @Reference(
            service = FfmManifestReader.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFfmManifestReader(FfmManifestReader provider, ServiceReference<FfmManifestReader> ref) {
        bind(RoleKind.FFM_MANIFEST, provider, ref);
    }

    void updatedFfmManifestReader(ServiceReference<FfmManifestReader> ref) {
        updated(ref);
    }

    void unbindFfmManifestReader(ServiceReference<FfmManifestReader> ref) {
        unbind(ref);
    }

    // ---- partition code

    private void bindCode(
            ServiceReference<?> ref, @Nullable CallbackPartition callback, @Nullable ThreadedPartition threaded) {
        Bundle b = ref.getBundle();
        if (ref.getProperty(Partitions.MANIFEST) instanceof String manifest && b != null) {
            String bundle = b.getSymbolicName() + ":" + b.getVersion();
            boolean traffic = "on".equals(ref.getProperty(Partitions.TRAFFIC));
            assembly.codeCame(new Code(id(ref), manifest, bundle, traffic, callback, threaded));
        } else {
            assembly.log().problem("partition service of " + b + " names no manifest: property " + Partitions.MANIFEST);
        }
    }

    @Reference(
            service = CallbackPartition.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCallbackPartition(CallbackPartition code, ServiceReference<CallbackPartition> ref) {
        bindCode(ref, code, null);
    }

    void unbindCallbackPartition(ServiceReference<CallbackPartition> ref) {
        assembly.codeLeft(id(ref));
    }

    @Reference(
            service = ThreadedPartition.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindThreadedPartition(ThreadedPartition code, ServiceReference<ThreadedPartition> ref) {
        bindCode(ref, null, code);
    }

    void unbindThreadedPartition(ServiceReference<ThreadedPartition> ref) {
        assembly.codeLeft(id(ref));
    }

    @Reference(
            service = SfnPartition.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSfnPartition(SfnPartition code, ServiceReference<SfnPartition> ref) {
        bindPsa(ref, code);
    }

    void unbindSfnPartition(ServiceReference<SfnPartition> ref) {
        assembly.codeLeft(id(ref));
    }

    @Reference(
            service = IpcPartition.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindIpcPartition(IpcPartition code, ServiceReference<IpcPartition> ref) {
        bindPsa(ref, code);
    }

    void unbindIpcPartition(ServiceReference<IpcPartition> ref) {
        assembly.codeLeft(id(ref));
    }

    private void bindPsa(ServiceReference<?> ref, PsaPartition code) {
        Bundle b = ref.getBundle();
        if (ref.getProperty(PsaPartition.PARTITION) instanceof String name && b != null) {
            String bundle = b.getSymbolicName() + ":" + b.getVersion();
            assembly.codeCame(new Code(id(ref), name, bundle, false, null, null, code));
        } else {
            assembly.log()
                    .problem("partition service of " + b + " names no partition: property " + PsaPartition.PARTITION);
        }
    }
}
