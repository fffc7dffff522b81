/** Tests of somebody who has our jar on the class path and uses nothing of it. */
@NullMarked
package stranger;

import org.jspecify.annotations.NullMarked;
