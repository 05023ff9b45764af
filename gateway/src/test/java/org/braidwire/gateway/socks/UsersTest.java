package org.braidwire.gateway.socks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hashes were made by another program's PBKDF2. */
class UsersTest {
  private static final String SALT = "AAECAwQFBgcICQoLDA0ODw==";
  private static final String HORSE =
      "pbkdf2-sha256$210000$" + SALT + "$gxlf+Rr9C5tHYNeBy6tVTQi7bKgI2CUjXCDI6UrbXGg=";
  private static final String ZOE = "pbkdf2-sha256$210000$" + SALT + "$5iPHU3Xri5WsMxYHZ7kf5AnOXf+Hlalc8qTTfxKfIg8=";
  private static final String OTHER =
      "pbkdf2-sha256$230000$" + SALT + "$8VJ6IT4hHgzRt9vCGp+XwUd5sCFiZCuB6Y/KlViGVbw=";

  @ParameterizedTest
  @CsvSource({
    "ann, correct horse, true",
    "ann, correct horsf, false",
    "ann, other, false",
    "zoë, Zoë, true",
    "bob, other, true",
    "bob, correct horse, false",
    "eve, correct horse, false",
    "Ann, correct horse, false",
  })
  void knowsWhoHasWhichPassword(final String user, final String password, final boolean accepted) {
    final Users users =
        Users.parse(List.of("# who may come in", "", "ann:" + HORSE, " zoë:" + ZOE + " ", "bob:" + OTHER));
    assertThat(users.accepts(user, octets(password))).isEqualTo(accepted);
  }

  @Test
  void whatIsNoUtf8IsNoPassword() {
    final Users users = new Users(Map.of("ann", PasswordHash.parse(HORSE)));
    assertThat(users.accepts("ann", new byte[] {(byte) 0xff})).isFalse();
    assertThat(users.accepts("eve", new byte[] {(byte) 0xff})).isFalse();
  }

  @Test
  void aReplacedOctetIsNotTheCharacterOfReplacement() {
    final PasswordHash hash =
        PasswordHash.create(octets("\ufffd"), 210_000, RandomGenerator.of("L64X128MixRandom"));
    assertThat(hash.isOf(octets("\ufffd"))).isTrue();
    assertThat(hash.isOf(new byte[] {(byte) 0xff})).isFalse();
  }

  @Test
  void withoutUsersNobodyComesIn() {
    assertThat(Users.parse(List.of()).accepts("", octets("x"))).isFalse();
  }

  @Test
  void aNewHashIsSaltedAndReadBack() {
    final RandomGenerator chance = RandomGenerator.of("L64X128MixRandom");
    final PasswordHash first = PasswordHash.create(octets("secret"), 210_000, chance);
    final PasswordHash second = PasswordHash.create(octets("secret"), 210_001, chance);
    assertThat(first.stored().split("\\$")[2]).isNotEqualTo(second.stored().split("\\$")[2]);
    final PasswordHash read = PasswordHash.parse(second.stored());
    assertThat(read.stored()).isEqualTo(second.stored());
    assertThat(read.isOf(octets("secret"))).isTrue();
    assertThat(read.isOf(octets("Secret"))).isFalse();
    assertThat(first).hasToString("a password hashed 210000 times");
  }

  @Test
  void passwordsThatNoClientCanSendAreNotHashed() {
    final RandomGenerator chance = RandomGenerator.of("L64X128MixRandom");
    for (final byte[] password : List.of(new byte[0], new byte[256], new byte[] {(byte) 0xff}, octets("a\nb"))) {
      assertThatThrownBy(() -> PasswordHash.create(password, 210_000, chance))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("255 octets");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "secret, not of the form",
    "pbkdf2-sha1$210000$AAECAwQFBgcICQoLDA0ODw==$AA==, not of the form",
    "pbkdf2-sha256$many$AAECAwQFBgcICQoLDA0ODw==$AA==, not of the form",
    "pbkdf2-sha256$210000$AAECAwQFBgcICQoLDA0ODw==$AA==, hash of 1 octets",
    "pbkdf2-sha256$210000$AA==$AA==, salt of 1 octets",
    "pbkdf2-sha256$210000$A=A=$AA==, salt is not base64",
    "pbkdf2-sha256$210000$AA==$A=A=, hash is not base64",
  })
  void saysWhatIsWrongWithAHash(final String stored, final String message) {
    assertThatThrownBy(() -> PasswordHash.parse(stored))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "209999", "10000001", "999999999"})
  void iterationsAreHeldToTheirBounds(final String iterations) {
    assertThatThrownBy(() -> PasswordHash.parse(HORSE.replace("210000", iterations)))
        .hasMessageContaining(iterations + " iterations");
  }

  @Test
  void saysWhichLineIsWrong() {
    assertThatThrownBy(() -> Users.parse(List.of("", "ann:secret")))
        .hasMessageStartingWith("line 2: not of the form")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> Users.parse(List.of("ann"))).hasMessage("line 1: not of the form USER:HASH");
    assertThatThrownBy(() -> Users.parse(List.of(":" + HORSE))).hasMessage("line 1: not of the form USER:HASH");
    assertThatThrownBy(() -> Users.parse(List.of("ann:" + HORSE, "ann:" + OTHER)))
        .hasMessage("line 2: the user was named before");
  }

  private static byte[] octets(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
