package org.partita.benchmarks.prototype;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffa.Registers;

/** The prototype makes the checks that it is said to make: a comparison with less would be no comparison. */
class RelayTest {
    private final Party vm = new Party(1, true, null).taken();
    private final Party sp = new Party(0x8010, true, null).taken();
    private final Party mute = new Party(0x8020, false, null).taken();
    private final Party busy = new Party(0x8013, false, new Receiver.Same()).taken();
    private final Relay relay = new Relay(vm, sp, mute, busy, new Party(0x8012, false, new Receiver.Sum()));

    /** Codes of FF-A 10.2.1.2.1 as unsigned words of w2. */
    @ParameterizedTest
    @CsvSource({
        "0x8020,0x80208012,0,0x84000060,0xFFFFFFFF,sender may not send",
        "0x8010,0x80118012,0,0x84000060,0xFFFFFFFE,forged source",
        "0x8010,0x80107777,0,0x84000060,0xFFFFFFFE,unknown destination",
        "0x8010,0x80108010,0,0x84000060,0xFFFFFFFE,source is destination",
        "0x8010,0x80108012,1,0x84000060,0xFFFFFFFE,reserved register",
        "0x8010,0x80108020,0,0x84000060,0xFFFFFFFA,receiver does not receive",
        "0x8010,0x80108013,0,0x84000060,0xFFFFFFFC,receiver is busy",
        "0x8010,0x80108012,0,0xC4000070,0,response",
        "1,0x00018012,0,0xC4000070,0,response",
        "1,0x00028012,0,0x84000060,0xFFFFFFFE,forged source",
        "1,0x00018012,1,0x84000060,0xFFFFFFFE,reserved register",
        "1,0x00018013,0,0x84000060,0xFFFFFFFC,receiver is busy"
    })
    void eachCheckRefusesWithItsStatus(String from, String ids, long x2, String w0, String w2, String why) {
        Party caller = party(Integer.decode(from));
        Registers r = caller.registers.set(0xC400006F, Long.decode(ids), x2, 10, 20, 5, 6, 7);

        if (caller == vm) {
            relay.vmToSp(caller);
        } else {
            relay.spToSp(caller);
        }

        assertThat(r.x0).as(why).isEqualTo(Long.decode(w0));
        assertThat(r.x2).as(why).isEqualTo(Long.decode(w2));
        assertThat(r.x3).isEqualTo(why.equals("response") ? 30 : 0);
    }

    private Party party(int id) {
        return id == 1 ? vm : id == 0x8010 ? sp : mute;
    }
}
