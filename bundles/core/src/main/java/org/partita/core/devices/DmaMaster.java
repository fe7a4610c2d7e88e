package org.partita.core.devices;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.DmaResult;
import org.partita.api.admin.PartitaException;
import org.partita.api.memory.MemoryFault;
import org.partita.api.smmu.Smmu;
import org.partita.api.smmu.SmmuEvent;
import org.partita.api.smmu.StreamId;
import org.partita.api.smmu.StreamTransaction;
import org.partita.api.smmu.Translation;
import org.partita.core.execution.Hub;
import org.partita.core.state.Directory;
import org.partita.core.state.Memory;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;

/**
 * The test device: a bus master behind an SMMU. An access leaves it with a stream ID, is translated part by part by the SMMU
 * that serves now, and goes to physical memory. While one of the two is being exchanged the access waits, as on a bus.
 */
public final class DmaMaster {
    private static final long LIMIT = Duration.ofSeconds(10).toNanos();
    private static final Set<Integer> ROLES = Set.of(RoleTable.SMMU, RoleTable.MEMORY);

    private final Hub hub;
    private final Directory directory;
    private final Memory memory;

    public DmaMaster(Hub hub, Directory directory, Memory memory) {
        this.hub = hub;
        this.directory = directory;
        this.memory = memory;
    }

    /** Reads from the device's address space. */
    public DmaResult read(StreamId stream, long address, int length) {
        return access(stream, false, address, new byte[length]);
    }

    /** Writes to the device's address space. */
    public DmaResult write(StreamId stream, long address, byte[] bytes) {
        return access(stream, true, address, bytes.clone());
    }

    private DmaResult access(StreamId stream, boolean write, long address, byte[] bytes) {
        return hub.outside(ROLES, LIMIT, w -> access(required(w, stream), stream, write, address, bytes));
    }

    private static Smmu required(Wiring w, StreamId stream) {
        Smmu smmu = w.smmu;
        if (smmu == null || !smmu.instances().contains(stream.smmu())) {
            throw new PartitaException("there is no SMMU " + stream.smmu() + ": hw:smmu shows what there is");
        }
        return smmu;
    }

    private DmaResult access(Smmu smmu, StreamId stream, boolean write, long address, byte[] bytes) {
        int done = 0;
        while (done < bytes.length) {
            Translation t = smmu.translate(new StreamTransaction(stream, write, address + done), directory);
            switch (t) {
                case Translation.Fault(SmmuEvent event) -> {
                    return result(bytes, done, event, "");
                }
                case Translation.Output(long physical, long room, boolean secure) -> {
                    int part = (int) Math.min(bytes.length - done, room);
                    MemorySegment here = MemorySegment.ofArray(bytes).asSlice(done, part);
                    try {
                        if (write) {
                            memory.write(physical, secure, here);
                        } else {
                            memory.read(physical, secure, here);
                        }
                    } catch (MemoryFault fault) {
                        return result(bytes, done, null, String.valueOf(fault.getMessage()));
                    }
                    done += part;
                }
            }
        }
        return result(bytes, done, null, "");
    }

    private static DmaResult result(byte[] bytes, int done, @Nullable SmmuEvent event, String abort) {
        return new DmaResult(Arrays.copyOf(bytes, done), event, abort);
    }
}
