package org.partita.admin.shell;

import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Arguments;
import org.partita.admin.shell.text.HexBytes;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Option;
import org.partita.admin.shell.view.DmaView;
import org.partita.admin.shell.view.MapView;
import org.partita.admin.shell.view.SmmuView;
import org.partita.api.admin.Devices;
import org.partita.api.admin.DmaResult;
import org.partita.api.admin.Platform;
import org.partita.api.admin.SepidStatus;
import org.partita.api.smmu.StreamId;

/** SMMUs and the devices behind them. */
final class DeviceCalls {
    static final Option CONSUME = new Option("--consume", "", "take the events out of their queues");
    static final Option FILL =
            new Option("--fill", "HEX", "what is written, over and over; without it bytes that count up from 0");

    private static final int MOST_BYTES = 0x10000;
    private static final int BYTE = 0xFF;

    private DeviceCalls() {}

    static Answer smmu(Platform platform, Arguments arguments) {
        Devices devices = platform.devices();
        Answer answer;
        if (arguments.count() == 0) {
            answer = SmmuView.of(devices.streams(), devices.sepids(), devices.events());
        } else {
            SepidStatus s = devices.sepid(Endpoints.id(platform, arguments.at(0)));
            Answer stage2 = MapView.of(s.sepid().id(), s.regions(), platform.holdings());
            answer = SmmuView.of(s, devices.streams(), devices.events(), stage2);
        }
        if (arguments.has(CONSUME)) {
            devices.consumeEvents();
        }
        return answer;
    }

    static Answer dma(Platform platform, Arguments arguments) {
        Devices devices = platform.devices();
        StreamId stream = devices.streamOf(Endpoints.id(platform, arguments.at(0)));
        boolean write = write(arguments);
        long address = Numbers.register("ADDRESS", arguments.at(2));
        int length = Numbers.upTo("LENGTH", arguments.at(3), MOST_BYTES, "1 to " + MOST_BYTES + " bytes");
        if (length == 0) {
            throw arguments.wrong("LENGTH is 0: a device accesses one byte at least");
        }
        DmaResult result = write
                ? devices.write(stream, address, bytes(arguments.value(FILL), length))
                : devices.read(stream, address, length);
        return DmaView.of(stream, write, address, result);
    }

    private static boolean write(Arguments arguments) {
        return switch (arguments.at(1)) {
            case "read" -> false;
            case "write" -> true;
            default -> throw arguments.wrong("\"" + arguments.at(1) + "\" is neither read nor write");
        };
    }

    private static byte[] bytes(@Nullable String hex, int length) {
        byte[] pattern = hex == null ? new byte[0] : HexBytes.parse("--fill", hex);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = pattern.length == 0 ? (byte) (i & BYTE) : pattern[i % pattern.length];
        }
        return bytes;
    }
}
