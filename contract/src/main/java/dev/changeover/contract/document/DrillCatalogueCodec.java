package dev.changeover.contract.document;

/** Drill catalogues as JSON. */
public final class DrillCatalogueCodec {
    private DrillCatalogueCodec() {}

    public static byte[] encode(DrillCatalogue catalogue) {
        throw new UnsupportedOperationException();
    }

    public static DrillCatalogue decode(byte[] bytes) {
        throw new UnsupportedOperationException();
    }
}
