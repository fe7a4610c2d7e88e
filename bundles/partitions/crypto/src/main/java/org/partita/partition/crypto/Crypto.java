package org.partita.partition.crypto;

import java.security.GeneralSecurityException;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.PsaPartition;
import org.partita.api.ffm.partition.SfnPartition;
import org.partita.api.ffm.partition.SfnPsa;
import org.partita.api.provider.Roles;

/** The service of this bundle; the protocol stands at the package. */
@Component(immediate = true, service = SfnPartition.class, property = PsaPartition.PARTITION + "=TFM_SP_CRYPTO")
@Capability(namespace = Roles.NAMESPACE, name = Roles.PARTITION + "TFM_SP_CRYPTO", effective = "assemble")
public final class Crypto implements SfnPartition {
    static final int HASH_COMPUTE = 1;
    static final int MAC_COMPUTE = 2;
    static final int MAC_VERIFY = 3;
    static final int AEAD_ENCRYPT = 4;
    static final int AEAD_DECRYPT = 5;
    static final int KEY_IMPORT = 6;
    static final int KEY_GENERATE = 7;
    static final int KEY_EXPORT_PUBLIC = 8;
    static final int SIGN_HASH = 9;
    static final int VERIFY_HASH = 10;
    static final int KEY_DESTROY = 11;
    static final int RANDOM = 12;
    static final int KEY_DESTROY_ALL = 13;

    /** Begins without keys. Reports at once, not at the first request, that there is no room for any, or no such algorithm. */
    @Override
    public int initialize(SfnPsa psa) throws GeneralSecurityException {
        KeyTable.of(psa).clear();
        Digests.check();
        AesGcm.check();
        P256.check();
        return PsaStatus.PSA_SUCCESS.code();
    }

    @Override
    public int call(SfnPsa psa, PsaMessage message) throws GeneralSecurityException {
        if (message.type() < HASH_COMPUTE || message.type() > KEY_DESTROY_ALL) {
            return PsaStatus.PSA_ERROR_NOT_SUPPORTED.code();
        }
        try {
            serve(Request.of(psa, message), KeyTable.of(psa));
            return PsaStatus.PSA_SUCCESS.code();
        } catch (Refused refused) {
            return refused.status().code();
        }
    }

    private static void serve(Request request, KeyTable keys) throws Refused, GeneralSecurityException {
        switch (request.operation()) {
            case HASH_COMPUTE -> Operations.hash(request);
            case MAC_COMPUTE -> Operations.computeMac(request, keys);
            case MAC_VERIFY -> Operations.verifyMac(request, keys);
            case AEAD_ENCRYPT -> Operations.encrypt(request, keys);
            case AEAD_DECRYPT -> Operations.decrypt(request, keys);
            case KEY_IMPORT -> KeyOperations.importKey(request, keys);
            case KEY_GENERATE -> KeyOperations.generate(request, keys);
            case KEY_EXPORT_PUBLIC -> KeyOperations.exportPublic(request, keys);
            case SIGN_HASH -> Operations.sign(request, keys);
            case VERIFY_HASH -> Operations.verify(request, keys);
            case KEY_DESTROY -> keys.destroy(request.client(), request.key());
            case KEY_DESTROY_ALL -> KeyOperations.destroyAll(request, keys);
            default -> KeyOperations.random(request);
        }
    }
}
