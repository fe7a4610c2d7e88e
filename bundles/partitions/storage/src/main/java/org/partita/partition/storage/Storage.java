package org.partita.partition.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
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
        configurationPid = Storage.PID,
        property = PsaPartition.PARTITION + "=TFM_SP_ITS")
@Designate(ocd = Storage.Configuration.class)
@Capability(namespace = Roles.NAMESPACE, name = Roles.PARTITION + "TFM_SP_ITS", effective = "assemble")
public final class Storage implements SfnPartition {
    /** Names the configuration. */
    static final String PID = "org.partita.partition.storage";

    static final int SET = 1001;
    static final int GET = 1002;
    static final int GET_INFO = 1003;
    static final int REMOVE = 1004;

    private static final int WRITE_ONCE = 1;
    private static final int KNOWN_FLAGS = 7;
    private static final int NO_UID = 0;
    private static final int INFO_BYTES = 12;

    /** What may be configured. */
    @ObjectClassDefinition(name = "Internal Trusted Storage")
    @interface Configuration {
        @AttributeDefinition(
                required = false,
                description =
                        "file in which the assets outlive the platform, relative to the folder in which it was started;"
                                + " without one they end with the partition")
        String file() default "";
    }

    private final @Nullable StoreFile file;

    /** With another configuration there is another partition: the assets are those of another file. */
    @Activate
    public Storage(Configuration configuration) {
        this(configuration.file().strip());
    }

    /** @param path of the file, empty if there is none */
    Storage(String path) {
        file = path.isEmpty() ? null : new StoreFile(Path.of(path));
    }

    /** Puts the assets of the file into memory, or none. An exception says what is wrong with the file, or with the memory. */
    @Override
    public int initialize(SfnPsa psa) throws IOException {
        AssetTable table = AssetTable.of(psa);
        StoreFile f = file;
        table.image(f == null ? new byte[0] : f.load(table.size()));
        return PsaStatus.PSA_SUCCESS.code();
    }

    @Override
    public int call(SfnPsa psa, PsaMessage message) {
        PsaStatus status = switch (message.type()) {
            case SET -> set(psa, message);
            case GET -> get(psa, message);
            case GET_INFO -> getInfo(psa, message);
            case REMOVE -> remove(psa, message);
            default -> PsaStatus.PSA_ERROR_NOT_SUPPORTED;
        };
        return status.code();
    }

    private PsaStatus set(SfnPsa psa, PsaMessage message) {
        if (message.inSize(0) != Long.BYTES || message.inSize(2) != Integer.BYTES) {
            return PsaStatus.PSA_ERROR_PROGRAMMER_ERROR;
        }
        long uid = input(psa, message, 0, Long.BYTES).getLong();
        int flags = input(psa, message, 2, Integer.BYTES).getInt();
        if (uid == NO_UID) {
            return PsaStatus.PSA_ERROR_INVALID_ARGUMENT;
        }
        if ((flags & ~KNOWN_FLAGS) != 0) {
            return PsaStatus.PSA_ERROR_NOT_SUPPORTED;
        }
        AssetTable table = AssetTable.of(psa);
        int slot = table.find(message.clientId(), uid);
        if (slot >= 0 && isWriteOnce(table.get(slot))) {
            return PsaStatus.PSA_ERROR_NOT_PERMITTED;
        }
        int place = slot >= 0 ? slot : table.free();
        if (place < 0 || message.inSize(1) > Asset.MOST_BYTES) {
            return PsaStatus.PSA_ERROR_INSUFFICIENT_STORAGE;
        }
        byte[] data = input(psa, message, 1, (int) message.inSize(1)).array();
        return change(table, place, new Asset(message.clientId(), uid, flags, data).encoded());
    }

    private static PsaStatus get(SfnPsa psa, PsaMessage message) {
        if (message.inSize(0) != Long.BYTES || message.inSize(1) != Integer.BYTES) {
            return PsaStatus.PSA_ERROR_PROGRAMMER_ERROR;
        }
        long uid = input(psa, message, 0, Long.BYTES).getLong();
        long offset =
                Integer.toUnsignedLong(input(psa, message, 1, Integer.BYTES).getInt());
        AssetTable table = AssetTable.of(psa);
        int slot = table.find(message.clientId(), uid);
        if (slot < 0) {
            return absent(uid);
        }
        Asset asset = table.get(slot);
        if (offset > asset.size()) {
            return PsaStatus.PSA_ERROR_INVALID_ARGUMENT;
        }
        psa.write(message.handle(), 0, asset.part((int) offset, message.outSize(0)));
        return PsaStatus.PSA_SUCCESS;
    }

    private static PsaStatus getInfo(SfnPsa psa, PsaMessage message) {
        if (message.inSize(0) != Long.BYTES || message.outSize(0) != INFO_BYTES) {
            return PsaStatus.PSA_ERROR_PROGRAMMER_ERROR;
        }
        long uid = input(psa, message, 0, Long.BYTES).getLong();
        AssetTable table = AssetTable.of(psa);
        int slot = table.find(message.clientId(), uid);
        if (slot < 0) {
            return absent(uid);
        }
        Asset asset = table.get(slot);
        ByteBuffer info = ByteBuffer.allocate(INFO_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        info.putInt(asset.size()).putInt(asset.size()).putInt(asset.flags());
        psa.write(message.handle(), 0, info.array());
        return PsaStatus.PSA_SUCCESS;
    }

    private PsaStatus remove(SfnPsa psa, PsaMessage message) {
        if (message.inSize(0) != Long.BYTES) {
            return PsaStatus.PSA_ERROR_PROGRAMMER_ERROR;
        }
        long uid = input(psa, message, 0, Long.BYTES).getLong();
        AssetTable table = AssetTable.of(psa);
        int slot = table.find(message.clientId(), uid);
        if (slot < 0) {
            return absent(uid);
        }
        if (isWriteOnce(table.get(slot))) {
            return PsaStatus.PSA_ERROR_NOT_PERMITTED;
        }
        return change(table, slot, new byte[Asset.SLOT]);
    }

    /** The file first: if it can't be written nothing has changed. */
    private PsaStatus change(AssetTable table, int slot, byte[] bytes) {
        StoreFile f = file;
        if (f != null) {
            try {
                f.save(table.imageWith(slot, bytes));
            } catch (IOException e) {
                return PsaStatus.PSA_ERROR_STORAGE_FAILURE;
            }
        }
        table.put(slot, bytes);
        return PsaStatus.PSA_SUCCESS;
    }

    private static boolean isWriteOnce(Asset asset) {
        return (asset.flags() & WRITE_ONCE) != 0;
    }

    private static PsaStatus absent(long uid) {
        return uid == NO_UID ? PsaStatus.PSA_ERROR_INVALID_ARGUMENT : PsaStatus.PSA_ERROR_DOES_NOT_EXIST;
    }

    private static ByteBuffer input(SfnPsa psa, PsaMessage message, int vector, int length) {
        byte[] bytes = new byte[length];
        psa.read(message.handle(), vector, bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
