package org.partita.api.admin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.mpu.MpuRegion;

/** The FF-M SPM for administrators: services, connections, the backend, and calls as a client. */
@ProviderType
public interface Ffm {
    IsolationLevel isolation();

    /** The backend that serves: {@code sfn} or {@code ipc}; empty while there is none. */
    String backend();

    /** What was asked for last: {@code auto}, {@code sfn} or {@code ipc}. */
    String choice();

    /**
     * Makes another backend serve. Messages that were begun are finished first; everything else goes on with the other one.
     *
     * @param name {@code sfn}, {@code ipc}, or {@code auto}: SFN if all partitions are SFN partitions at isolation level 1, else IPC
     * @throws PartitaException naming everybody whom the backend can't serve, or what did not end in time; then nothing has changed
     */
    SwapReport backend(String name);

    /** All services, in order of SID. */
    List<Service> services();

    /**
     * Everything of one partition.
     *
     * @throws PartitaException if the ID is not known
     */
    Detail partition(int id);

    /** All connections, in order of handle. */
    List<Connection> connections();

    /**
     * A Non-secure client, for one thread at a time.
     *
     * @param id -1 for the first thread of the Non-secure processing environment, -2 for the second, and so on. Which client id services
     *     see is for the agent to say (agent/ns-agent-tz): the same, unless it is configured otherwise
     * @throws PartitaException if there is no such client, somebody has it already, or partitions are still being initialized
     */
    PsaSession client(int id);

    /**
     * Lets a client make calls, on a thread of their own: a Non-secure client, or a partition whose context is idle. A partition's calls are
     * made in its context, and it does nothing else meanwhile; a programmer error ends it, as one of its own would.
     *
     * @param client negative for a Non-secure client, else the id of a partition
     * @param what is called, in words: "psa_call to ECHO"; for {@link PlatformStatus#calls} and the log
     * @param timeout after which nobody waits any more for the calls. They go on, and the client is taken until they have ended
     * @param calls what the client does, not null; as text it tells the log how calls have ended for which nobody waits. It has the PE but while
     *     a call waits
     * @return empty if the calls have not ended within the timeout
     * @throws PartitaException naming the state, if the partition's context is not idle; if there is no such client, or somebody has it already
     */
    <T> Optional<T> play(int client, String what, Duration timeout, Function<PsaSession, T> calls);

    /**
     * What the MPU is loaded with while a partition runs.
     *
     * @param partition its id
     * @throws PartitaException if there is no such partition, or no MPU decides: isolation level 1
     */
    Protection mpu(int partition);

    /**
     * A RoT Service.
     *
     * @param sid its SID, unsigned
     * @param partition id of the partition
     * @param model SFN or IPC
     * @param policy STRICT or RELAXED
     * @param nonSecure whether Non-secure clients may call it
     * @param stateless its handle, if it is stateless
     * @param connections how many there are
     * @param state of the partition: ready, ended, or what it does
     */
    record Service(
            int sid,
            String name,
            int partition,
            String partitionName,
            String model,
            int version,
            String policy,
            boolean nonSecure,
            OptionalInt stateless,
            int connections,
            String state) {}

    /**
     * Everything of one partition.
     *
     * @param summary its line in spm:partitions
     * @param manifest what its manifest says
     * @param asserted its signals that are asserted
     * @param memory address of its stack and heap; empty for an agent, which has none
     * @param services in order of SID
     */
    record Detail(
            PartitionStatus summary, FfmPartition manifest, int asserted, OptionalLong memory, List<Service> services) {
        public Detail {
            services = List.copyOf(services);
        }
    }

    /**
     * How the MPU confines a partition.
     *
     * @param partition its id
     * @param privileged whether its code is privileged
     * @param privilegedDefault whether privileged code has the default memory map where no region is (PRIVDEFENA)
     * @param loaded whether the MPU has these regions now
     * @param regions in order of their numbers
     */
    record Protection(
            int partition,
            String name,
            boolean privileged,
            boolean privilegedDefault,
            boolean loaded,
            List<ProtectedRegion> regions) {
        public Protection {
            regions = List.copyOf(regions);
        }
    }

    /**
     * A region of the MPU.
     *
     * @param number from 0
     * @param region what its registers hold
     * @param owner whose memory it is, for people
     */
    record ProtectedRegion(int number, MpuRegion region, String owner) {}

    /**
     * A connection, or the message to a stateless service.
     *
     * @param client negative for a Non-secure client, else the id of a partition
     * @param sid the service's
     * @param state idle, queued, taken or answered; broken, if the partition that it was made to has ended: it can be closed
     * @param type of the message under way; of no meaning if it is idle or broken
     * @param rhandle what the service keeps with it
     */
    record Connection(int handle, int client, int sid, String service, String state, int type, long rhandle) {}
}
