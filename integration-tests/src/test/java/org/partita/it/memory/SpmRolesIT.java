package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** The SPM as Sender, Receiver and Relayer (FF-A Tables 4.1, 4.8). */
@PlatformTest(MemoryPlatform.class)
class SpmRolesIT {
    private static final int SENDER = 0x8041;
    private static final int RECEIVER = 0x8042;
    private static final long OF_SENDER = 0x06800000L;
    private static final long OF_RECEIVER = 0x06810000L;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        partitions.callback(sp("sender", SENDER, OF_SENDER), request -> {});
        partitions.callback(sp("receiver", RECEIVER, OF_RECEIVER), request -> request.respond(3, request.x(3) + 1));
        platform.trace().clear();
    }

    private static Dts sp(String name, int id, long base) {
        return Dts.sp(name, id)
                .memory("rx", base, 1, 1)
                .memory("tx", base + 0x1000, 1, 3)
                .memory("heap", base + 0x2000, 2, 3)
                .buffers();
    }

    @AfterEach
    void unload() {
        platform.trace().stop();
        partitions.close();
    }

    /** A retrieval: the SPM receives a request, and sends a description of the region in RX. */
    @Test
    @Shows({"FFA-4.4-13", "FFA-4.1-6"})
    void theSpmSendsASpADescriptionWithoutARelayer() {
        try (MemoryAbi sender = new MemoryAbi(platform, SENDER, 0);
                MemoryAbi receiver = new MemoryAbi(platform, RECEIVER, 0)) {
            long handle =
                    sender.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(OF_SENDER + 0x2000, 1)), writer(RECEIVER));
            platform.trace().start("");
            receiver.retrieve(SENDER, handle);
            assertThat(receiver.retrieved().handle()).isEqualTo(handle);
            platform.trace().stop();
            receiver.relinquish(handle).success();
            sender.reclaim(handle).success();
        }
        assertThat(crossings())
                .startsWith("receiver SMC SPMC FFA_MEM_RETRIEVE_REQ", "SPMC ERET receiver FFA_MEM_RETRIEVE_RESP");
    }

    @Test
    @Shows("FFA-4.1-6")
    void theSpmRelaysMessagesAndSchedulesNobody() {
        platform.trace().start("");
        try (Abi sender = new Abi(platform, SENDER)) {
            sender.direct(RECEIVER, 5);
            assertThat(sender.registers().x3).isEqualTo(6);
        }
        assertThat(crossings())
                .containsExactly(
                        "sender SMC SPMC FFA_MSG_SEND_DIRECT_REQ",
                        "SPMC ERET receiver FFA_MSG_SEND_DIRECT_REQ",
                        "receiver SMC SPMC FFA_MSG_SEND_DIRECT_RESP",
                        "SPMC ERET sender FFA_MSG_SEND_DIRECT_RESP");
        assertThatThrownBy(() -> partitions.callback(Dts.sp("secure", 0x8043).flag("has-primary-scheduler"), r -> {}))
                .hasMessageContaining("has-primary-scheduler");
    }

    private List<String> crossings() {
        platform.trace().stop();
        return platform.trace().show(100).stream()
                .map(c -> c.from() + " " + c.conduit() + " " + c.to() + " " + c.function())
                .toList();
    }
}
