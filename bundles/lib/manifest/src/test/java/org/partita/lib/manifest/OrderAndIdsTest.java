package org.partita.lib.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.lib.manifest.Given.mmio;
import static org.partita.lib.manifest.Given.sp;
import static org.partita.lib.manifest.Given.vm;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.manifest.PartitionManifest;

class OrderAndIdsTest {
    // shows FFA-3.2-16
    @Test
    void lowerBootOrderBootsFirstAndThoseWithoutOneLast() {
        PartitionManifest late = sp("late").bootOrder(2).manifest();
        PartitionManifest early = sp("early").bootOrder(0).manifest();
        PartitionManifest named = vm("named").name("b").manifest();
        PartitionManifest other = vm("other").name("a").manifest();
        PartitionManifest numbered = vm("numbered").id(9).manifest();
        assertThat(BootOrder.sort(List.of(named, late, other, numbered, early)))
                .extracting(PartitionManifest::file)
                .containsExactly("early", "late", "numbered", "other", "named");
    }

    @Test
    void equalPartitionsStayInTheOrderGiven() {
        assertThat(BootOrder.sort(List.of(vm("b").manifest(), vm("a").manifest())))
                .extracting(PartitionManifest::file)
                .containsExactly("b", "a");
    }

    // shows FFA-3.2-5, FFA-2.8-6
    @Test
    void vmsCountFrom1AndSpsFrom0x8001AndGivenIdsStay() {
        List<PartitionManifest> partitions = List.of(
                vm("a").manifest(),
                vm("b").id(2).manifest(),
                vm("c").manifest(),
                sp("d").manifest(),
                sp("e").id(0x8002).manifest(),
                sp("f").id(3).manifest(),
                vm("g").manifest(),
                sp("h").manifest());
        assertThat(PartitionIds.assign(partitions, partitions, Set.of(0x8000)))
                .extracting(EndpointId::value)
                .containsExactly(1, 2, 4, 0x8001, 0x8002, 3, 5, 0x8003);
    }

    @Test
    void idsWithAnotherPurposeAreAvoided() {
        PartitionManifest owner = sp("a").auxiliary(0x8001).stream(0x8002, 0, 1).manifest();
        var device = Given.device("d", 0x8003, mmio("d", 0, true, false));
        var spmc = Given.spmc(OptionalInt.of(0x8004), OptionalLong.empty(), ExceptionLevel.S_EL2);
        assertThat(PartitionIds.assign(List.of(owner), List.of(owner, device, spmc), Set.of(0x8005)))
                .extracting(EndpointId::value)
                .containsExactly(0x8006);
    }
}
