package io.leat.server.auth;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM, bound to workspace, scope and key, so that a ciphertext moved to another name does not open. */
final class Sealer {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeyFile keyFile;
    private final String workspaceId;
    private final SecureRandom random = new SecureRandom();

    Sealer(SecretKeyFile keyFile, String workspaceId) {
        this.keyFile = keyFile;
        this.workspaceId = workspaceId;
    }

    String seal(String scope, String key, String value) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, keyFile.loadOrCreate(), nonce, scope, key);
            byte[] sealed = cipher.doFinal(value.getBytes(StandardCharsets.UTF_8));
            byte[] joined = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return Base64.getEncoder().encodeToString(joined);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + CIPHER, e);
        }
    }

    String open(String scope, String key, String sealed) {
        ByteBuffer joined = ByteBuffer.wrap(Base64.getDecoder().decode(sealed));
        byte[] nonce = new byte[NONCE_BYTES];
        joined.get(nonce);
        byte[] rest = new byte[joined.remaining()];
        joined.get(rest);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, keyFile.load(), nonce, scope, key);
            return new String(cipher.doFinal(rest), StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw new LeatException(
                    ErrorCode.INVALID_STATE,
                    "Secret %s/%s was encrypted under another key than this user's. Store it anew with: leat secrets put"
                                    .formatted(scope, key)
                            + " %s %s".formatted(scope, key),
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + CIPHER, e);
        }
    }

    private Cipher cipher(int mode, SecretKey secretKey, byte[] nonce, String scope, String key)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, secretKey, new GCMParameterSpec(TAG_BITS, nonce));
        String name = workspaceId + "\0" + scope + "\0" + key;
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
