package org.partita.partition.digest;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.osgi.service.component.annotations.Component;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.Partitions.PartitionOf;

/** The service of this bundle; the protocol stands at the package. */
@Component(service = CallbackPartition.class)
@PartitionOf(manifest = "digest.dts")
public final class Digest implements CallbackPartition {
    static final int SET_KEY = 1;
    static final int DIGEST = 2;

    static final int OK = 0;
    static final int UNKNOWN_OPERATION = 1;
    static final int NO_SUCH_SLOT = 2;
    static final int NO_KEY = 3;

    private static final String ALGORITHM = "HmacSHA256";

    /** Reports at boot, not at the first request, that the platform has no HMAC. */
    @Override
    public void boot(PartitionContext context) throws GeneralSecurityException {
        Mac.getInstance(ALGORITHM);
    }

    @Override
    public void directRequest(DirectRequest request) {
        request.respond(3, serve(request));
    }

    private static int serve(DirectRequest request) {
        int operation = (int) request.x(3) & 0xFF;
        int slot = (int) (request.x(3) >>> 8) & 0xFF;
        if (operation != SET_KEY && operation != DIGEST) {
            return UNKNOWN_OPERATION;
        }
        if (slot >= Keys.SLOTS) {
            return NO_SUCH_SLOT;
        }
        Keys keys = new Keys(request.context().memory());
        return operation == SET_KEY ? setKey(keys, slot, request) : digest(keys, slot, request);
    }

    private static int setKey(Keys keys, int slot, DirectRequest request) {
        byte[] key = Payload.of(request);
        keys.set(slot, key);
        Arrays.fill(key, (byte) 0);
        return OK;
    }

    private static int digest(Keys keys, int slot, DirectRequest request) {
        byte[] key = keys.get(slot);
        if (key.length == 0) {
            return NO_KEY;
        }
        Payload.respond(request, hmac(key, Payload.of(request)));
        Arrays.fill(key, (byte) 0);
        return OK;
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " was there at boot", e);
        }
    }
}
