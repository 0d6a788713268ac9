{{ stage_records(source("network", "cells")) }}
