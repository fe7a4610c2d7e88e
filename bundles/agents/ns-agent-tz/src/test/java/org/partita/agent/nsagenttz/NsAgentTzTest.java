package org.partita.agent.nsagenttz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaFunction;
import org.partita.lib.fixture.psa.PsaCallModel;
import org.partita.lib.fixture.psa.SpmModel;
import org.partita.testkit.Shows;

class NsAgentTzTest {
    /** Those for which tfm_psa_api_veneers.c has an entry. */
    private static final Set<String> VENEERS =
            Set.of("psa_framework_version", "psa_version", "psa_connect", "psa_call", "psa_close");

    private final SpmModel spm = new SpmModel();
    private final NsAgentTz agent = new NsAgentTz(ids(Integer.MIN_VALUE, -1));

    private static NsAgentTzConfiguration ids(int base, int limit) {
        Map<String, Integer> values = Map.of("client_id_base", base, "client_id_limit", limit);
        return (NsAgentTzConfiguration) Proxy.newProxyInstance(
                NsAgentTzConfiguration.class.getClassLoader(),
                new Class<?>[] {NsAgentTzConfiguration.class},
                (proxy, method, arguments) -> values.get(method.getName()));
    }

    // ---- veneers

    @ParameterizedTest
    @EnumSource(PsaFunction.class)
    @Shows("FFM-SFN-31")
    void theClientApiHasVeneersAndNothingElseHas(PsaFunction function) {
        PsaCallModel call = spm.thread(0, function, 1, 2, 3, 4);
        Outcome outcome = call.enter(agent);

        if (VENEERS.contains(function.title())) {
            assertThat(outcome).isEqualTo(Outcome.PROCEED);
            assertThat(call.registers.function()).isEqualTo(function.id());
        } else {
            refused(call, outcome, -133, "PSA_ERROR_NOT_PERMITTED PARTITA-no-veneer");
            assertThat(call.found()).isEqualTo(function.id());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 0x505340FF, 0x50534118, 0x84000063, Integer.MIN_VALUE})
    void thereIsNoVeneerOfANumberThatIsNoFunction(int number) {
        PsaCallModel call = spm.thread(0, PsaFunction.PSA_CALL).with(number);

        refused(call, call.enter(agent), -133, "PSA_ERROR_NOT_PERMITTED PARTITA-no-veneer");
        assertThat(call.found()).isEqualTo(Integer.toUnsignedLong(number));
    }

    // ---- vectors

    /** Bits 19, 27 and 31, whatever the client has set of them; type and numbers of vectors stay. */
    @ParameterizedTest
    @CsvSource({
        "0x00000000, 0x88080000",
        "0x02010005, 0x8A090005",
        "0x88080000, 0x88080000",
        "0x80000000, 0x88080000",
        "0x07077FFF, 0x8F0F7FFF",
        "0x0000FFFF, 0x8808FFFF"
    })
    @Shows("FFM-API-103")
    void vectorsAreMarkedAsNonSecure(long control, long marked) {
        PsaCallModel call = spm.thread(0, PsaFunction.PSA_CALL, 0x40000100, control, 0x20000000, 0x20000040);

        assertThat(call.enter(agent)).isEqualTo(Outcome.PROCEED);
        assertThat(call.registers.x1).isEqualTo(0x40000100);
        assertThat(call.registers.x2).isEqualTo(marked);
        assertThat(call.registers.x3).isEqualTo(0x20000000);
        assertThat(call.registers.x4).isEqualTo(0x20000040);
    }

    @ParameterizedTest
    @EnumSource(
            value = PsaFunction.class,
            names = {"PSA_FRAMEWORK_VERSION", "PSA_VERSION", "PSA_CONNECT", "PSA_CLOSE"})
    void otherArgumentsStay(PsaFunction function) {
        PsaCallModel call = spm.thread(0, function, 0x1001, 2);

        assertThat(call.enter(agent)).isEqualTo(Outcome.PROCEED);
        assertThat(call.registers.x1).isEqualTo(0x1001);
        assertThat(call.registers.x2).isEqualTo(2);
    }

    // ---- client ids

    @ParameterizedTest
    @CsvSource({"0, -1", "1, -2", "30, -31"})
    @Shows("FFM-API-38")
    void aThreadHasANegativeClientId(int thread, int id) {
        assertAdmitted(agent, thread, id);
    }

    @Test
    @Shows("FFM-API-38")
    void threadsHaveTheIdsOfTheRangeFromItsLimitDownwards() {
        NsAgentTz other = new NsAgentTz(ids(-0x0400FFFF, -0x04000000));
        assertAdmitted(other, 0, -0x04000000);
        assertAdmitted(other, 1, -0x04000001);
        assertAdmitted(other, 0xFFFF, -0x0400FFFF);
    }

    @ParameterizedTest
    @EnumSource(
            value = PsaFunction.class,
            names = {"PSA_CONNECT", "PSA_CALL", "PSA_CLOSE"})
    void aThreadThatIsBeyondTheRangeIsToldByAStatus(PsaFunction function) {
        NsAgentTz two = new NsAgentTz(ids(-11, -10));
        assertAdmitted(two, 1, -11);
        PsaCallModel call = spm.thread(2, function);

        refused(call, call.enter(two), -133, "PSA_ERROR_NOT_PERMITTED PARTITA-no-client-id");
        assertThat(call.found()).isEqualTo(2);
    }

    /** A status would be taken for a version. */
    @ParameterizedTest
    @EnumSource(
            value = PsaFunction.class,
            names = {"PSA_FRAMEWORK_VERSION", "PSA_VERSION"})
    void aThreadThatIsBeyondTheRangeIsToldOfNoVersion(PsaFunction function) {
        PsaCallModel call = spm.thread(1, function);

        refused(call, call.enter(new NsAgentTz(ids(-10, -10))), 0, "PSA_ERROR_NOT_PERMITTED PARTITA-no-client-id");
    }

    /** No id overflows to a partition's. */
    @Test
    void theLowestIdIsTheLastOne() {
        NsAgentTz last = new NsAgentTz(ids(Integer.MIN_VALUE, Integer.MIN_VALUE));
        assertAdmitted(last, 0, Integer.MIN_VALUE);
        PsaCallModel call = spm.thread(1, PsaFunction.PSA_CONNECT);

        refused(call, call.enter(last), -133, "PSA_ERROR_NOT_PERMITTED PARTITA-no-client-id");
    }

    @ParameterizedTest
    @CsvSource({"-1, -2", "-5, 0", "1, 5", "-1, 1"})
    @Shows("FFM-API-39")
    void aRangeIsNegativeAndNotEmpty(int base, int limit) {
        assertThatThrownBy(() -> new NsAgentTz(ids(base, limit)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "org.partita.agent.nsagenttz client.id.base, client.id.limit: found " + base + " and " + limit);
    }

    @Test
    void anotherRangeHoldsFromTheNextCallOnAndAWrongOneIsLeft() {
        agent.modified(ids(-40, -20));
        assertAdmitted(agent, 3, -23);
        agent.modified(ids(-20, -40));
        assertAdmitted(agent, 3, -23);
    }

    private void assertAdmitted(NsAgentTz by, int thread, int id) {
        PsaCallModel call = spm.thread(thread, PsaFunction.PSA_CONNECT, 0x1001, 1);
        assertThat(call.enter(by)).as(call.refusal()).isEqualTo(Outcome.PROCEED);
        assertThat(call.clientId()).isEqualTo(id);
        assertThat(call.refusal()).isEmpty();
    }

    private static void refused(PsaCallModel call, Outcome outcome, int result, String refusal) {
        assertThat(outcome).isEqualTo(Outcome.COMPLETE);
        assertThat(call.result()).isEqualTo(result);
        assertThat(call.refusal()).isEqualTo(refusal);
        assertThat(call.panicked()).isFalse();
        assertThat(call.clientId()).as("nobody was let in").isZero();
    }
}
