package org.partita.partition.stmm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableStoreTest {
    private static final UUID VENDOR = UUID.fromString("8be4df61-93ca-11d2-aa0d-00e098032b8c");
    private static final UUID OTHER = new UUID(1, 2);
    /** Non-volatile, boot service and run-time access. */
    private static final int ACCESS = 7;

    private static final int APPEND = 0x40;
    private static final int HEADER = 28;

    private VariableStore store = new VariableStore(new byte[1024]);

    private EfiStatus set(String name, int attributes, int... data) {
        byte[] bytes = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            bytes[i] = (byte) data[i];
        }
        return store.set(VENDOR, name, attributes, bytes);
    }

    private byte @Nullable [] data(String name) {
        Variable v = store.get(VENDOR, name);
        return v == null ? null : v.data();
    }

    @Test
    void zeroesAreAnEmptyStore() {
        assertThat(store.first()).isNull();
        assertThat(store.capacity()).isEqualTo(1020);
        assertThat(store.remaining()).isEqualTo(1020);
    }

    @Test
    void theImageIsTheStore() {
        set("first", ACCESS, 1, 2, 3);
        set("\uD800", 6, 4);
        store.set(OTHER, "first", 2, new byte[] {5});

        store = new VariableStore(store.image());

        assertThat(data("first")).containsExactly(1, 2, 3);
        assertThat(data("\uD800")).as("any 16 bits are a character").containsExactly(4);
        Variable other = store.get(OTHER, "first");
        assertThat(other).isNotNull();
        assertThat(other.attributes).isEqualTo(2);
        assertThat(store.remaining()).isEqualTo(1020 - 3 * HEADER - (10 + 3) - (2 + 1) - (10 + 1));
    }

    @Test
    void variablesFollowEachOtherUntilTheLast() {
        set("a", ACCESS, 1);
        set("b", ACCESS, 1);
        Variable a = store.first();
        assertThat(a).isNotNull();
        Variable b = store.after(a);
        assertThat(b).isNotNull();
        assertThat(a.name + b.name).isEqualTo("ab");
        assertThat(store.after(b)).isNull();
    }

    @Test
    void aVariableIsReplacedAppendedToAndDeleted() {
        assertThat(set("v", ACCESS, 1, 2)).isEqualTo(EfiStatus.SUCCESS);
        assertThat(set("v", ACCESS, 3)).isEqualTo(EfiStatus.SUCCESS);
        assertThat(data("v")).containsExactly(3);
        assertThat(set("v", ACCESS | APPEND, 4)).isEqualTo(EfiStatus.SUCCESS);
        assertThat(data("v")).containsExactly(3, 4);
        assertThat(set("v", ACCESS | APPEND)).as("nothing appended").isEqualTo(EfiStatus.SUCCESS);
        assertThat(data("v")).containsExactly(3, 4);
        assertThat(set("v", ACCESS)).as("no data").isEqualTo(EfiStatus.SUCCESS);
        assertThat(data("v")).isNull();
        assertThat(set("v", ACCESS)).isEqualTo(EfiStatus.NOT_FOUND);
        assertThat(set("v", ACCESS | APPEND, 5)).as("appended to nothing").isEqualTo(EfiStatus.SUCCESS);
        assertThat(data("v")).containsExactly(5);
        assertThat(set("v", Variable.NON_VOLATILE, 6)).as("no access").isEqualTo(EfiStatus.SUCCESS);
        assertThat(data("v")).isNull();
    }

    @ParameterizedTest(name = "attributes {0}")
    @CsvSource({
        "0x80,       INVALID_PARAMETER",
        "0x80000007, INVALID_PARAMETER",
        "0x04,       INVALID_PARAMETER",
        "0x05,       INVALID_PARAMETER",
        "0x06,       INVALID_PARAMETER",
        "0x0F,       UNSUPPORTED",
        "0x17,       UNSUPPORTED",
        "0x27,       UNSUPPORTED",
    })
    void anErrorChangesNothing(long attributes, EfiStatus status) {
        set("v", ACCESS, 1);
        byte[] before = store.image();

        assertThat(set("v", (int) attributes, 2)).isEqualTo(status);
        assertThat(set("", ACCESS, 2)).isEqualTo(EfiStatus.INVALID_PARAMETER);
        assertThat(store.image()).isEqualTo(before);
    }

    @Test
    void theLastByteIsTakenAndNoneMore() {
        byte[] most = new byte[1020 - HEADER - 2];
        assertThat(store.set(VENDOR, "v", ACCESS, new byte[most.length + 1])).isEqualTo(EfiStatus.OUT_OF_RESOURCES);
        assertThat(store.set(VENDOR, "v", ACCESS, most)).isEqualTo(EfiStatus.SUCCESS);
        assertThat(store.remaining()).isZero();
        assertThat(set("v", ACCESS | APPEND, 1)).isEqualTo(EfiStatus.OUT_OF_RESOURCES);
        assertThat(store.set(VENDOR, "v", ACCESS, most)).as("in its own place").isEqualTo(EfiStatus.SUCCESS);
        assertThat(data("v")).isEqualTo(most);
    }

    @Test
    void aVariableIsLimitedWhateverRoomThereIs() {
        store = new VariableStore(new byte[16 * 1024]);
        assertThat(store.set(VENDOR, "v", ACCESS, new byte[2046])).isEqualTo(EfiStatus.SUCCESS);
        assertThat(set("v", ACCESS | APPEND, 1)).isEqualTo(EfiStatus.INVALID_PARAMETER);
        assertThat(store.set(VENDOR, "w".repeat(1025), ACCESS, new byte[1])).isEqualTo(EfiStatus.INVALID_PARAMETER);
    }

    @Test
    void errorsAreCountedInOneRecordThatAnybodyMayDelete() {
        ErrorRecord.add(store, 48);
        ErrorRecord.add(store, 48);
        Variable record = store.get(UUID.fromString("414e6bdd-e47b-47cc-b244-bb61020cf516"), "HwErrRec0001");
        assertThat(record).isNotNull();
        assertThat(record.attributes).isEqualTo(15);
        assertThat(record.data()).containsExactly(48, 0, 0, 0, 2, 0, 0, 0);
        assertThat(store.set(record.vendor, record.name, 0, new byte[0])).isEqualTo(EfiStatus.SUCCESS);
        assertThat(store.first()).isNull();
    }
}
