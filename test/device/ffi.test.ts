/** The C functions the firmware calls: manifest.json, C sources and typings have to say the same, for nothing checks it on the chip. */
import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '../..');
const NATIVE = 'firmware/device/native';

interface Signature {
  readonly arguments: readonly string[];
  readonly returns: string;
}

const { ffi } = JSON.parse(readFileSync(join(ROOT, 'manifest.json'), 'utf8')) as {
  ffi: { sources: string[]; functions: Record<string, Signature> };
};

/** Functions of ESP-IDF v6.0 and its NimBLE that are called without C of ours between. Enumerations and esp_err_t are int. */
const OF_ESP_IDF: Readonly<Record<string, string>> = {
  // host/ble_gap.h
  ble_gap_terminate: 'int ble_gap_terminate(uint16_t conn_handle, uint8_t hci_reason)',
  // esp_mac.h
  esp_efuse_mac_get_default: 'esp_err_t esp_efuse_mac_get_default(uint8_t *mac)',
  // esp_ota_ops.h
  esp_ota_mark_app_invalid_rollback_and_reboot:
    'esp_err_t esp_ota_mark_app_invalid_rollback_and_reboot(void)',
  esp_ota_mark_app_valid_cancel_rollback: 'esp_err_t esp_ota_mark_app_valid_cancel_rollback(void)',
  // esp_system.h
  esp_reset_reason: 'esp_reset_reason_t esp_reset_reason(void)',
  esp_restart: 'void esp_restart(void)',
  // driver/gpio.h
  gpio_set_direction: 'esp_err_t gpio_set_direction(gpio_num_t gpio_num, gpio_mode_t mode)',
  gpio_set_level: 'esp_err_t gpio_set_level(gpio_num_t gpio_num, uint32_t level)',
};
const INT = /^(int|esp_err_t|esp_reset_reason_t|gpio_num_t|gpio_mode_t)$/;

/** As mcconfig names types: without `const`, an int as 32 bits, the star at the type. */
function mcconfigType(text: string): string {
  const type = text.replace(/\bconst\b/, '').replace(/\s+/g, '');
  return INT.test(type) ? 'int32_t' : type;
}

/** Signatures by name, from declarations or heads of definitions. */
function signatures(text: string): Map<string, Signature> {
  const found = new Map<string, Signature>();
  for (const [, returns, name, list] of text.matchAll(
    /^(?!static)(\w+ ?\**)\s*\b(\w+)\(([^)]*)\)\s*\{?$/gm,
  )) {
    const parameters = list.trim() === 'void' ? [] : list.split(',');
    found.set(name, {
      // A parameter is a type and, last, a name.
      arguments: parameters.map((parameter) => mcconfigType(parameter.trim().replace(/\w+$/, ''))),
      returns: mcconfigType(returns),
    });
  }
  return found;
}

const heads = [
  ...ffi.sources.map((path) => readFileSync(join(ROOT, path), 'utf8')),
  ...Object.values(OF_ESP_IDF),
];
const known = signatures(heads.join('\n'));

describe('FFI', () => {
  it('has every C file of ours in the manifest', () => {
    const sources = readdirSync(join(ROOT, NATIVE)).filter((file) => file.endsWith('.c'));
    expect(ffi.sources).to.include.members(sources.map((file) => `./${NATIVE}/${file}`));
  });

  it('has the same signatures in C and in the manifest', () => {
    for (const [name, signature] of Object.entries(ffi.functions))
      expect(known.get(name), name).to.deep.equal(signature);
    const ours = [...known.keys()].filter((name) => name.startsWith('footfall_'));
    expect(Object.keys(ffi.functions)).to.include.members(ours);
  });

  it('has the same parameters and results in the typings', () => {
    const path = join(ROOT, 'firmware/device/typings/ffi.d.ts');
    const types: Record<string, Signature> = {};
    const visit = (node: ts.Node): void => {
      if (ts.isMethodDeclaration(node))
        types[node.name.getText()] = {
          arguments: node.parameters.map(({ type }) => type?.getText() ?? ''),
          returns: node.type?.getText() ?? '',
        };
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true));
    const typed = (type: string) =>
      type.endsWith('*') ? 'ArrayBuffer' : type === 'void' ? 'void' : 'number';
    const expected = Object.entries(ffi.functions).map(([name, signature]) => [
      name,
      { arguments: signature.arguments.map(typed), returns: typed(signature.returns) },
    ]);
    expect(types).to.deep.equal(Object.fromEntries(expected));
  });
});
