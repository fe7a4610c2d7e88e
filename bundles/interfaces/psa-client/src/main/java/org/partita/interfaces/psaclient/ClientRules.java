package org.partita.interfaces.psaclient;

import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;

/**
 * Rules of the client API. Statuses are those of TF-M: psa_connect refuses with PSA_ERROR_CONNECTION_REFUSED where FF-M says
 * programmer error (reading E5). Both end a Secure caller's partition.
 */
final class ClientRules {
    private static final String CONNECT = "FF-M, psa_connect";
    private static final String CALL = "FF-M, psa_call";
    private static final String CLOSE = "FF-M, psa_close";
    private static final String CALL_AND_CLOSE = "FF-M, psa_call and psa_close";
    private static final String ACCESS = "FF-M, access to RoT Services";

    static final PsaRule NO_SUCH_SERVICE =
            refused("FFM-API-9", CONNECT, "sid", "no partition of the platform offers a service with this SID");

    static final PsaRule NOT_FOR_NON_SECURE_CLIENTS = refused(
            "FFM-API-102",
            ACCESS,
            "sid",
            "the service is for Secure clients: its manifest says non_secure_clients: false");

    static final PsaRule NO_DEPENDENCY = refused(
            "FFM-API-101",
            ACCESS,
            "sid",
            "a partition calls the services that its manifest names as dependencies or weak_dependencies: add the"
                    + " service there");

    static final PsaRule VERSION_TO_CONNECT = refused(
            "FFM-API-11",
            CONNECT,
            "version",
            "the service is of another version: STRICT takes the implemented one, RELAXED those below, too; ask"
                    + " psa_version");

    static final PsaRule CONNECT_TO_STATELESS = misuse(
            "FFM-API-14",
            CONNECT,
            "sid",
            "a stateless service has no connections: use its handle with psa_call at once");

    static final PsaRule NO_CONNECTION = busy("FFM-API-15", CONNECT, "sid");

    static final PsaRule NO_CONNECTION_FOR_REQUEST = busy("FFM-API-34", CALL, "handle");

    static final PsaRule NULL_HANDLE =
            misuse("FFM-API-18", CALL, "handle", "PSA_NULL_HANDLE is no connection: call psa_connect first");

    static final PsaRule NO_SUCH_HANDLE = misuse(
            "FFM-API-19",
            CALL,
            "handle",
            "the handle is none that psa_connect has returned, or was closed; a negative one is a status of"
                    + " psa_connect");

    static final PsaRule FOREIGN_HANDLE =
            misuse("FFM-API-20", CALL_AND_CLOSE, "handle", "the connection is another client's: connect yourself");

    static final PsaRule MESSAGE_UNDER_WAY = misuse(
            "FFM-API-21",
            CALL_AND_CLOSE,
            "handle",
            "the service has not answered the connection's message yet: wait for it, or use another connection");

    static final PsaRule NEGATIVE_TYPE =
            misuse("FFM-API-22", CALL, "type", "the type of a request is 0 to 32767; the negative ones are the SPM's");

    static final PsaRule TOO_MANY_VECTORS = misuse(
            "FFM-API-23",
            CALL,
            "in_len + out_len",
            "a request has at most 4 vectors, input and output together (PSA_MAX_IOVEC)");

    static final PsaRule INPUT_DESCRIPTORS =
            misuse("FFM-API-24", CALL, "in_vec", "the array of psa_invec has to be memory that the caller may read");

    static final PsaRule OUTPUT_DESCRIPTORS = misuse(
            "FFM-API-24",
            CALL,
            "out_vec",
            "the array of psa_outvec has to be memory that the caller may read and write");

    static final PsaRule INPUT_MEMORY =
            misuse("FFM-API-25", CALL, "in_vec[].base", "an input vector has to be memory that the caller may read");

    static final PsaRule OUTPUT_MEMORY =
            misuse("FFM-API-25", CALL, "out_vec[].base", "an output vector has to be memory that the caller may write");

    static final PsaRule OVERLAP = misuse("FFM-API-26", CALL, "in_vec[].base", "input vectors must not overlap");

    static final PsaRule RESERVED_BITS = misuse(
            "FFM-API-33",
            CALL,
            "handle",
            "a stateless handle has bit 30, the version in bits 15:8, an index in bits 4:0, and 0 elsewhere");

    static final PsaRule NO_STATELESS_SERVICE =
            misuse("FFM-API-34", CALL, "handle", "no stateless service has the index in bits 4:0 of this handle");

    static final PsaRule VERSION_OF_STATELESS = misuse(
            "FFM-API-34",
            CALL,
            "handle",
            "the service is of another version than bits 15:8 of the handle: STRICT takes the implemented one, RELAXED"
                    + " those below, too");

    static final PsaRule NOTHING_TO_CLOSE = misuse(
            "FFM-API-31", CLOSE, "handle", "the handle is none that psa_connect has returned, or was closed before");

    static final PsaRule CLOSE_STATELESS =
            misuse("FFM-API-31", CLOSE, "handle", "a stateless service has no connections: there is nothing to close");

    private ClientRules() {}

    private static PsaRule misuse(String id, String section, String field, String text) {
        return new PsaRule(id, PsaStatus.PSA_ERROR_PROGRAMMER_ERROR, section, field, text);
    }

    private static PsaRule refused(String id, String section, String field, String text) {
        return new PsaRule(id, PsaStatus.PSA_ERROR_CONNECTION_REFUSED, section, field, text);
    }

    private static PsaRule busy(String id, String section, String field) {
        return new PsaRule(
                id,
                PsaStatus.PSA_ERROR_CONNECTION_BUSY,
                section,
                field,
                "all connections of the SPM's pool are in use: try again when one was closed");
    }
}
