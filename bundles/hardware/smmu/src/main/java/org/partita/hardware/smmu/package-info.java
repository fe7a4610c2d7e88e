/** SMMUs as the Arm SMMUv3 architecture has them, with stage 2 only (FF-A 5.2). */
@NullMarked
package org.partita.hardware.smmu;

import org.jspecify.annotations.NullMarked;
