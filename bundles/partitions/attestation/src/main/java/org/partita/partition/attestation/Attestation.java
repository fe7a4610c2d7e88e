package org.partita.partition.attestation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.PsaPartition;
import org.partita.api.ffm.partition.SfnPartition;
import org.partita.api.ffm.partition.SfnPsa;
import org.partita.api.provider.Roles;

/** The service of this bundle; the protocol stands at the package. */
@Component(
        immediate = true,
        service = SfnPartition.class,
        property = PsaPartition.PARTITION + "=TFM_SP_INITIAL_ATTESTATION")
@Capability(namespace = Roles.NAMESPACE, name = Roles.PARTITION + "TFM_SP_INITIAL_ATTESTATION", effective = "assemble")
public final class Attestation implements SfnPartition {
    static final int GET_TOKEN = 1001;
    static final int GET_TOKEN_SIZE = 1002;
    static final int GET_PUBLIC_KEY = 1003;

    private static final int CHALLENGE_32 = 32;
    private static final int CHALLENGE_48 = 48;
    private static final int CHALLENGE_64 = 64;

    private final AttestationKey key = new AttestationKey();

    @Override
    public int call(SfnPsa psa, PsaMessage message) {
        try {
            psa.write(message.handle(), 0, answer(psa, message));
            return PsaStatus.PSA_SUCCESS.code();
        } catch (Refused refused) {
            return refused.status();
        }
    }

    private byte[] answer(SfnPsa psa, PsaMessage message) throws Refused {
        return switch (message.type()) {
            case GET_TOKEN -> token(psa, message);
            case GET_TOKEN_SIZE -> tokenSize(psa, message);
            case GET_PUBLIC_KEY -> publicKey(psa, message);
            default -> throw new Refused(PsaStatus.PSA_ERROR_NOT_SUPPORTED);
        };
    }

    private byte[] token(SfnPsa psa, PsaMessage message) throws Refused {
        byte[] challenge = new byte[challengeSize(message.inSize(0))];
        psa.read(message.handle(), 0, challenge);
        byte[] claims = claims(psa, message, challenge);
        needsRoom(message, size(claims));
        byte[] signature = key.sign(new CryptoClient(psa), CoseSign1.toBeSigned(claims));
        return CoseSign1.message(claims, signature);
    }

    private static byte[] tokenSize(SfnPsa psa, PsaMessage message) throws Refused {
        if (message.inSize(0) != Integer.BYTES || message.outSize(0) != Integer.BYTES) {
            throw new Refused(PsaStatus.PSA_ERROR_INVALID_ARGUMENT);
        }
        byte[] word = new byte[Integer.BYTES];
        psa.read(message.handle(), 0, word);
        ByteBuffer number = ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN);
        byte[] challenge = new byte[challengeSize(Integer.toUnsignedLong(number.getInt(0)))];
        return number.putInt(0, size(claims(psa, message, challenge))).array();
    }

    private byte[] publicKey(SfnPsa psa, PsaMessage message) throws Refused {
        needsRoom(message, CryptoClient.PUBLIC_KEY);
        return key.publicKey(new CryptoClient(psa));
    }

    private static byte[] claims(SfnPsa psa, PsaMessage message, byte[] challenge) {
        return new Claims(challenge, message.clientId(), psa.lifecycleState()).encoded();
    }

    /** A token with another signature has the same size. */
    private static int size(byte[] claims) {
        return CoseSign1.message(claims, new byte[CoseSign1.SIGNATURE]).length;
    }

    private static int challengeSize(long size) throws Refused {
        if (size != CHALLENGE_32 && size != CHALLENGE_48 && size != CHALLENGE_64) {
            throw new Refused(PsaStatus.PSA_ERROR_INVALID_ARGUMENT);
        }
        return (int) size;
    }

    private static void needsRoom(PsaMessage message, int size) throws Refused {
        if (message.outSize(0) < size) {
            throw new Refused(PsaStatus.PSA_ERROR_BUFFER_TOO_SMALL);
        }
    }
}
