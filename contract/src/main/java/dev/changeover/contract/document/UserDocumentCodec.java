package dev.changeover.contract.document;

/** User documents as JSON. */
public final class UserDocumentCodec {
    private UserDocumentCodec() {}

    public static byte[] encode(UserDocument document) {
        throw new UnsupportedOperationException();
    }

    public static UserDocument decode(byte[] bytes) {
        throw new UnsupportedOperationException();
    }
}
