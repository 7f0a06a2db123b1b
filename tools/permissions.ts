import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from './builder/project';
import { permissions, renderPermissions } from './permissions/matrix';

/** `npm run permissions`: writes docs/permissions.md. */
await writeFile(join(projectRoot, 'docs/permissions.md'), renderPermissions(permissions()));
