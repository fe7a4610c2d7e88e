package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** A refusal names the field of the descriptor by its offset, and has its value (FF-A Tables 5.13, 5.14, 5.16, 5.19). */
@PlatformTest(MemoryPlatform.class)
class DescriptorOffsetsIT {
    @Inject
    BundleContext framework;

    /** Two entries at 32 and 48, the composite at 64, its two ranges at 80 and 96; a byte is written over. */
    @ParameterizedTest(name = "partition {0}: byte {1} is {2}: {4} at {3}")
    @CsvSource({
        "1, 2, 0x2B, 2, 2b, FFA-5.11.4-11",
        "1, 27, 0x80, 24, 80000000, FFA-5.12-8",
        "1, 50, 0x22, 50, 22, FFA-5.11-3",
        "1, 63, 0x80, 56, 8000000000000000, FFA-5.11-16",
        "1, 68, 0x09, 68, 9, FFA-5.10.1-2",
        "1, 104, 0x00, 104, 0, FFA-5.10.1-6",
        "0x8001, 3, 0x40, 3, 40, FFA-5.12-4",
        "0x8001, 34, 0x0E, 34, e, FFA-5.11-7",
        "0x8001, 97, 0x08, 96, 6020800, FFA-5.10.1-5"
    })
    @Shows({"FFA-5.11.4-11", "FFA-5.12-8", "FFA-5.11-3", "FFA-5.11-16", "FFA-5.10.1-2"})
    @Shows({"FFA-5.10.1-6", "FFA-5.12-4", "FFA-5.11-7", "FFA-5.10.1-5"})
    void aRefusalHasTheOffsetOfTheFieldBesideItsValue(
            String from, int at, String value, long offset, String found, String rule) throws Exception {
        Platform platform = new Running(framework).platform();
        int id = Integer.decode(from);
        long heap = id == 1 ? 0x8102_0000L : 0x0601_F000L;
        byte[] bytes = MemoryAbi.descriptor(
                id,
                SendFlags.NONE,
                List.of(pages(heap, 1), pages(heap + 0x1000, 1)),
                List.of(writer(2), writer(0x8002)));
        bytes[at] = (byte) (int) Integer.decode(value);
        try (MemoryAbi sender = new MemoryAbi(platform, id, 0)) {
            sender.send(FunctionId.FFA_MEM_SHARE, bytes).refused(Status.INVALID_PARAMETERS, rule);
            assertThat(sender.abi().client().offset()).isEqualTo(offset);
            assertThat(sender.abi().client().found()).isEqualTo(Long.parseUnsignedLong(found, 16));

            sender.abi().raw(FunctionId.FFA_MEM_RECLAIM.id32(), 0, 0, 4).failed(Status.INVALID_PARAMETERS);
            assertThat(sender.abi().client().offset()).as("of a register").isEqualTo(-1);
        }
    }
}
