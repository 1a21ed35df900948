package epochal.persistence.genesis;

import java.nio.charset.StandardCharsets;

/** The smallest genesis that has one of everything. */
final class TinyGenesis {
  static final String TEXT =
      """
      {"format": "epochal-genesis/1",
       "name": "tiny",
       "notes": ["for tests"],
       "parameters": {"sudo": "//Alice", "nominator_minimum": 7, "subnet_limit": 2, "root_seats": 1},
       "balances": {"//Alice": 1000, "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY": 500},
       "hotkeys": {
         "//Alice//hot": {"owner": "//Alice", "delegate_take": 9000, "stakes": {"//Alice": 5, "//Bob": 7}},
         "//Bob//hot": {"owner": "//Bob"}},
       "subnets": [
         {"netuid": 9, "owner": null, "seats": []},
         {"netuid": 1, "owner": "//Bob",
          "parameters": {"tempo": 6, "max_allowed_uids": 2, "max_allowed_validators": 2, "yuma3_enabled": true},
          "burn": 2000000000, "emission": 999999999, "seats": ["//Bob//hot", "//Alice//hot"]}],
       "root": ["//Alice//hot"]}
      """;

  private TinyGenesis() {}

  static byte[] bytes() {
    return bytes(TEXT);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
