package org.braidwire.tuning.stat;

import java.util.List;

/**
 * What one engine published last. A value.
 *
 * @param engine its number within the process, from 1
 * @param publishedNs when it published, by the monotonic clock that all processes of a machine share
 * @param values in the order of the file
 */
public record EngineSample(int engine, long publishedNs, List<CounterValue> values) {}
