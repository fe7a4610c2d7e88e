package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.partita.api.ffa.FunctionId;
import org.partita.testkit.Shows;

/** Which transactions the configuration lets begin (FF-A 6.1.4). */
final class ConfiguredTransactionsTest {
    private static MemoryManagement starting(String... transactions) {
        Class<?> type = MemoryManagement.Configuration.class;
        return new MemoryManagement((MemoryManagement.Configuration) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) ->
                        method.getName().equals("transactions") ? transactions : method.getDefaultValue()));
    }

    @Shows({"FFA-6.1.4-2", "FFA-6.1.4-3", "FFA-6.1.4-4", "FFA-6.1.4-5", "FFA-6.1.4-6"})
    @Test
    void oneIsEnoughAndBringsAllThatGoesOnWithIt() {
        assertThat(starting("FFA_MEM_SHARE").functions())
                .containsExactlyInAnyOrder(
                        FunctionId.FFA_MEM_SHARE,
                        FunctionId.FFA_MEM_RETRIEVE_REQ,
                        FunctionId.FFA_MEM_RETRIEVE_RESP,
                        FunctionId.FFA_MEM_RELINQUISH,
                        FunctionId.FFA_MEM_RECLAIM);
        assertThat(Scene.configured(0).functions())
                .contains(FunctionId.FFA_MEM_DONATE, FunctionId.FFA_MEM_LEND, FunctionId.FFA_MEM_SHARE);
    }

    @Shows("FFA-6.1.4-2")
    @Test
    void noneAndWhatStartsNoTransactionAreRefused() {
        assertThatThrownBy(() -> starting())
                .hasMessageContaining("transactions: there is none")
                .hasMessageContaining("FF-A 6.1.4");
        assertThatThrownBy(() -> starting("FFA_MEM_RETRIEVE_REQ"))
                .hasMessageContaining(
                        "'FFA_MEM_RETRIEVE_REQ' is none of [FFA_MEM_DONATE, FFA_MEM_LEND, FFA_MEM_SHARE]");
    }
}
