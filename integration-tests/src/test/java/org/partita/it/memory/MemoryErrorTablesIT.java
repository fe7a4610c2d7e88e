package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.writer;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishDescriptor;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Holding;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Whatever is wrong with a descriptor or a register, FFA_ERROR carries a code of the function's own table. */
@PlatformTest(MemoryPlatform.class)
class MemoryErrorTablesIT {
    private static final int CALLS = 600 * Integer.getInteger("partita.scale", 1);
    private static final int OWNER = 0x41;
    private static final int RECEIVER = 0x8041;
    private static final long OF_OWNER = 0x90000000L;
    private static final long OF_RECEIVER = 0x06800000L;
    private static final long PAGE = OF_OWNER + 0x2000;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private List<Holding> before;
    private final SplittableRandom random = new SplittableRandom(11);

    @BeforeEach
    void load() throws Exception {
        platform = new Running(framework).platform();
        before = platform.holdings();
        partitions = new TestPartitions(framework, platform);
        partitions.callback(equipped(Dts.vm("owner", OWNER), OF_OWNER, 8), request -> {});
        partitions.callback(equipped(Dts.sp("receiver", RECEIVER), OF_RECEIVER, 0), request -> {});
    }

    private static Dts equipped(Dts manifest, long base, int nonSecure) {
        return manifest.memory("rx", base, 1, 1 | nonSecure)
                .memory("tx", base + 0x1000, 1, 3 | nonSecure)
                .memory("heap", base + 0x2000, 4, 3 | nonSecure)
                .buffers();
    }

    @AfterEach
    void everythingIsAsBefore() {
        partitions.close();
        assertThat(platform.grants()).isEmpty();
        assertThat(platform.holdings()).isEqualTo(before);
    }

    /** FF-A Tables 11.4, 11.9, 11.14, 11.19, 11.28, 11.33. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "FFA_MEM_DONATE, INVALID_PARAMETERS DENIED NO_MEMORY BUSY ABORTED",
        "FFA_MEM_LEND, INVALID_PARAMETERS DENIED NO_MEMORY BUSY ABORTED",
        "FFA_MEM_SHARE, INVALID_PARAMETERS DENIED NO_MEMORY BUSY ABORTED",
        "FFA_MEM_RETRIEVE_REQ, INVALID_PARAMETERS DENIED NO_MEMORY BUSY ABORTED",
        "FFA_MEM_RELINQUISH, INVALID_PARAMETERS DENIED NO_MEMORY ABORTED",
        "FFA_MEM_RECLAIM, INVALID_PARAMETERS DENIED NO_MEMORY ABORTED"
    })
    @Shows({"FFA-11.1-11", "FFA-11.2-11", "FFA-11.3-11", "FFA-11.4-10", "FFA-11.6-6", "FFA-11.7-10"})
    void everyErrorIsOneOfTheFunctionsTable(FunctionId function, String table) {
        Set<Status> allowed = EnumSet.noneOf(Status.class);
        Arrays.stream(table.split(" ")).map(Status::valueOf).forEach(allowed::add);
        Set<Status> seen = EnumSet.noneOf(Status.class);
        int succeeded = 0;
        for (int i = 0; i < CALLS; i++) {
            try (MemoryAbi owner = new MemoryAbi(platform, OWNER, 0);
                    MemoryAbi receiver = new MemoryAbi(platform, RECEIVER, 0)) {
                Abi made = one(function, owner, receiver);
                owner.resumed();
                receiver.resumed();
                if (made.registers().function() == FunctionId.FFA_ERROR.id32()) {
                    assertThat(made.error())
                            .as("call %d, rule %s", i, made.rule())
                            .isIn(allowed);
                    made.failed(made.error());
                    seen.add(made.error());
                } else {
                    succeeded++;
                }
                undone(owner, receiver);
            }
        }
        assertThat(seen).contains(Status.INVALID_PARAMETERS, Status.DENIED);
        assertThat(succeeded).as("calls that hit nothing which matters").isPositive();
    }

    private Abi one(FunctionId function, MemoryAbi owner, MemoryAbi receiver) {
        return switch (function) {
            case FFA_MEM_DONATE, FFA_MEM_LEND, FFA_MEM_SHARE ->
                changed(owner.abi(), function, encoded(sent(function)), true);
            case FFA_MEM_RETRIEVE_REQ -> {
                long handle = owner.handle(FunctionId.FFA_MEM_LEND, List.of(pages(PAGE, 1)), writer(RECEIVER));
                yield changed(receiver.abi(), function, encoded(wanted(handle)), true);
            }
            case FFA_MEM_RELINQUISH -> {
                long handle = owner.handle(FunctionId.FFA_MEM_LEND, List.of(pages(PAGE, 1)), writer(RECEIVER));
                if (random.nextInt(4) > 0) {
                    receiver.mapped(OWNER, handle);
                }
                RelinquishDescriptor d =
                        new RelinquishDescriptor(handle, RelinquishFlags.NONE, List.of(new EndpointId(RECEIVER)));
                byte[] bytes = new byte[(int) d.size()];
                d.encode(MemorySegment.ofArray(bytes));
                yield changed(receiver.abi(), function, bytes, false);
            }
            case FFA_MEM_RECLAIM -> {
                long handle = owner.handle(FunctionId.FFA_MEM_LEND, List.of(pages(PAGE, 1)), writer(RECEIVER));
                if (random.nextInt(4) == 0) {
                    receiver.mapped(OWNER, handle);
                }
                long[] registers = {handle, 0, 0, 0, 0, 0, 0};
                yield raw(owner.abi(), function, registers);
            }
            default -> throw new IllegalArgumentException(function.name());
        };
    }

    private static MemoryTransaction sent(FunctionId function) {
        EndpointAccess to = function == FunctionId.FFA_MEM_DONATE ? receiver(RECEIVER) : writer(RECEIVER);
        CompositeRegion region = CompositeRegion.of(pages(PAGE, 1), pages(PAGE + 0x2000, 2));
        return MemoryTransaction.send(
                OWNER, MemoryAttributes.NOT_SPECIFIED, SendFlags.NONE, 0, List.of(to.withRegion(region)));
    }

    private static MemoryTransaction wanted(long handle) {
        return MemoryTransaction.request(
                OWNER,
                MemoryAttributes.NOT_SPECIFIED,
                RetrieveFlags.of(null),
                handle,
                0,
                List.of(writer(RECEIVER).withRegion(CompositeRegion.of(pages(0x70000000L, 1)))));
    }

    private static byte[] encoded(MemoryTransaction t) {
        byte[] bytes = new byte[(int) t.size()];
        t.encode(MemorySegment.ofArray(bytes));
        return bytes;
    }

    /** With some bytes of the descriptor and registers that are not as they should be. */
    private Abi changed(Abi abi, FunctionId function, byte[] descriptor, boolean lengths) {
        for (int n = random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(descriptor.length);
            descriptor[at] = (byte) (random.nextBoolean() ? random.nextInt() : descriptor[at] ^ 1 << random.nextInt(8));
        }
        abi.client().memory().write(abi.client().tx(), MemorySegment.ofArray(descriptor));
        int length = lengths ? descriptor.length : 0;
        return raw(abi, function, length, length, 0, 0, 0, 0, 0);
    }

    private Abi raw(Abi abi, FunctionId function, long... registers) {
        if (random.nextInt(5) == 0) {
            int n = random.nextInt(registers.length);
            registers[n] = random.nextBoolean() ? random.nextLong() : registers[n] ^ 1L << random.nextInt(64);
        }
        return abi.raw(function.id32(), registers);
    }

    /** Takes back whatever is in a transaction now. */
    private void undone(MemoryAbi owner, MemoryAbi receiver) {
        receiver.abi().raw(FunctionId.FFA_RX_RELEASE.id32());
        platform.grants().forEach(g -> {
            receiver.relinquish(g.handle());
            owner.reclaim(g.handle()).success();
        });
    }
}
