#!/usr/bin/env node
// TODO: write it
/* soon */
