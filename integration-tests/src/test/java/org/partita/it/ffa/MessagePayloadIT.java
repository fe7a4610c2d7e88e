package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Status;
import org.partita.api.partition.DirectRequest;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Where payloads are: in registers, or in the one RX/TX pair (FF-A 4.2.1, 4.2.2). */
@PlatformTest(ReferencePlatform.class)
class MessagePayloadIT {
    private static final int VM = 0xE1;
    private static final int SP = 0x80E1;
    private static final int PAGE = 0x1000;
    private static final int PAGES = 4;
    private static final int INFO_GET = 0x84000068;

    /** Of the four pages of an endpoint: TX, RX, and two that are no buffers. */
    private static final int TX_PAGE = 0;

    private static final int RX_PAGE = 1;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private byte[] image = {};

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        partitions.callback(Dts.vm("vm", VM).memory("ram", ram(VM), PAGES, 11), this::answer);
        partitions.callback(Dts.sp("sp", SP).memory("ram", ram(SP), PAGES, 3), this::answer);
        for (int id : new int[] {VM, SP}) {
            write(id, 0x5A);
            map(id);
        }
    }

    @AfterEach
    void unload() {
        platform.trace().stop();
        partitions.close();
    }

    private static long ram(int id) {
        return id == VM ? 0x90000000L : 0x06800000L;
    }

    private void map(int id) {
        try (Abi abi = new Abi(platform, id)) {
            abi.raw(0xC4000066, ram(id) + TX_PAGE * PAGE, ram(id) + RX_PAGE * PAGE, 1)
                    .success();
        }
    }

    /** x3 = 1: fills the partition's memory with the byte in x4; 2: reads it; else nothing. */
    private void answer(DirectRequest request) {
        byte[] bytes = new byte[PAGES * PAGE];
        long base = ram(request.context().id());
        if (request.x(3) == 1) {
            Arrays.fill(bytes, (byte) request.x(4));
            request.context().memory().write(base, MemorySegment.ofArray(bytes));
        } else if (request.x(3) == 2) {
            request.context().memory().read(base, MemorySegment.ofArray(bytes));
            image = bytes;
        }
    }

    private void write(int id, int value) {
        try (Abi client = new Abi(platform, 1)) {
            client.direct(id, 1, value);
            assertThat(client.error()).isNull();
        }
    }

    /** The numbers of the pages that are not as {@link #write} left them. */
    private List<Integer> changed(int id) {
        try (Abi client = new Abi(platform, 1)) {
            client.direct(id, 2);
        }
        List<Integer> changed = new ArrayList<>();
        for (int page = 0; page < PAGES; page++) {
            byte[] now = Arrays.copyOfRange(image, page * PAGE, (page + 1) * PAGE);
            byte[] then = new byte[PAGE];
            Arrays.fill(then, (byte) 0x5A);
            if (!Arrays.equals(now, then)) {
                changed.add(page);
            }
        }
        return changed;
    }

    @Test
    @Shows({"FFA-4.2.1-10", "FFA-4.2.1-1"})
    void aDirectPartitionMessageIsInRegistersAndChangesNoMemory() {
        try (Abi vm = new Abi(platform, VM);
                Abi echo = new Abi(platform, 0x8002, 1)) {
            vm.direct64(SP, -3, -4, -5, -6, -7);
            assertThat(vm.error()).isNull();
            echo.direct64(SP, -3, -4, -5, -6, -7);
            assertThat(echo.error()).isNull();
        }
        try (Abi sp = new Abi(platform, SP)) {
            sp.direct64(VM, -3, -4, -5, -6, -7);
            assertThat(sp.error()).isNull();
        }
        assertThat(changed(VM)).isEmpty();
        assertThat(changed(SP)).isEmpty();
        assertThat(platform.partition(SP).rxtx()).contains(" empty,");
    }

    @Test
    @Shows("FFA-4.2.1-11")
    void functionsWithTheirParametersInRegistersLeaveTheBuffersAlone() {
        for (int id : new int[] {VM, SP}) {
            try (Abi abi = new Abi(platform, id)) {
                abi.raw(0x84000063, 0x10000);
                assertThat(abi.registers().x0).isEqualTo(0x10000);
                abi.raw(0x84000064, 0x84000068L).success();
                abi.raw(0x84000069).success(id);
                abi.raw(0x84000067, 0).success();
            }
            map(id);
            assertThat(changed(id)).as("pages of 0x%x", id).isEmpty();
        }
    }

    @Test
    @Shows("FFA-4.2.1-1")
    void whatAManagerSendsInABufferIsInRxAndNowhereElse() {
        for (int id : new int[] {VM, SP}) {
            try (Abi abi = new Abi(platform, id)) {
                abi.raw(INFO_GET);
                assertThat(abi.succeeded()).isTrue();
            }
            assertThat(changed(id)).as("pages of 0x%x", id).containsExactly(RX_PAGE);
            try (Abi abi = new Abi(platform, id)) {
                abi.raw(0x84000065).success();
            }
        }
    }

    @Test
    @Shows("FFA-4.2.1-4")
    void descriptorsAreThoseOfTheVersionThatWasReturned() {
        try (Abi sp = new Abi(platform, SP)) {
            sp.raw(0x84000063, 0x10000);
            assertThat(sp.registers().x0).isEqualTo(0x10000);
            sp.raw(INFO_GET).success(3);
        }
        // FF-A 1.0, Table 8.25: three descriptors of 8 bytes, one behind the other
        assertThat(platform.readRx(SP, 32))
                .startsWith(
                        bytes(0x01, 0x80, 1, 0, 1, 0, 0, 0, 0x02, 0x80, 4, 0, 3, 0, 0, 0, 0xE1, 0x80, 1, 0, 3, 0, 0, 0))
                .endsWith(bytes(0x5A, 0x5A, 0x5A, 0x5A, 0x5A, 0x5A, 0x5A, 0x5A));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    @Shows({"FFA-4.2.2.4-16", "FFA-8.6-27"})
    void aProducerThatHasWrittenRxHandsItOver() {
        platform.trace().clear();
        platform.trace().start("sp ");
        try (Abi sp = new Abi(platform, SP)) {
            sp.raw(INFO_GET, 1, 2, 3, 4).refused(Status.INVALID_PARAMETERS, "FFA-8.6-27");
            assertThat(platform.partition(SP).rxtx()).contains(" empty,");
            sp.raw(INFO_GET).success(3);
            assertThat(platform.partition(SP).rxtx()).contains(" full,");
        }
        platform.trace().stop();
        assertThat(platform.trace().show(10))
                .extracting(c -> c.from() + " " + c.conduit() + " " + c.to() + " " + c.function())
                .endsWith("sp SMC SPMC FFA_PARTITION_INFO_GET", "SPMC ERET sp FFA_SUCCESS");
    }
}
