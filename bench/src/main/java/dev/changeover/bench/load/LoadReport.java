package dev.changeover.bench.load;

/**
 * What V1's application saw.
 *
 * @param transactions committed
 * @param perSecond of these
 * @param p50Millis from when a transaction was due, or in a closed loop begun, to its commit's acknowledgement
 * @param p99Millis likewise
 */
public record LoadReport(long transactions, double perSecond, double p50Millis, double p99Millis) {}
