/** What to do when something to build with is missing. */
import { IDF_VERSION, SDK_VERSION, XS_DEV_VERSION } from './versions';

/** Something has to be installed first. */
export class MissingTool extends Error {
  constructor(what: string, instructions: string) {
    super(`${what}\n\n${instructions}`);
    this.name = 'MissingTool';
  }
}

/** Packages of Debian that the SDK's tools are built with. */
const PACKAGES =
  'gcc make pkg-config bison flex gperf git libncurses-dev libgtk-3-dev libasound2-dev libssl-dev';

export const SDK_INSTRUCTIONS = `The Moddable SDK ${SDK_VERSION} has to be there, its tools built, and MODDABLE has to name its folder. Not 8.3.0: it breaks
TypeScript builds (the SDK's issue 1649).

By hand (Debian, Ubuntu; macOS needs Xcode's command line tools instead of the packages, and "mac" for "lin"):

  sudo apt-get install ${PACKAGES}
  git clone -b ${SDK_VERSION} --depth 1 https://github.com/Moddable-OpenSource/moddable ~/moddable
  export MODDABLE=~/moddable
  make -C $MODDABLE/build/makefiles/lin release

With xs-dev:

  npm install -g xs-dev@${XS_DEV_VERSION}
  xs-dev setup --target-branch ${SDK_VERSION}
  source ~/.local/share/xs-dev-export.sh

Then run this command again. Everything else: docs/MODDABLE.md.`;

export const IDF_INSTRUCTIONS = `ESP-IDF ${IDF_VERSION} has to be there, and IDF_PATH has to name its folder.

By hand:

  sudo apt-get install git wget flex bison gperf python3 python3-venv cmake ninja-build ccache libffi-dev libssl-dev dfu-util libusb-1.0-0
  git clone -b ${IDF_VERSION} --depth 1 --recursive --shallow-submodules https://github.com/espressif/esp-idf ~/esp-idf
  ~/esp-idf/install.sh esp32c3,esp32c6,esp32s3,esp32h2
  export IDF_PATH=~/esp-idf && . $IDF_PATH/export.sh

With xs-dev, which by itself would take ESP-IDF v5.1.2 but leaves one alone that is there:

  git clone -b ${IDF_VERSION} --depth 1 --recursive --shallow-submodules https://github.com/espressif/esp-idf ~/.local/share/esp32/esp-idf
  xs-dev setup --device esp32
  source ~/.local/share/xs-dev-export.sh

Then run this command again. "npm run device:check" needs no ESP-IDF.`;
